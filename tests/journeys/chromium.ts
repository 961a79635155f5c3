import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

const args = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The system's own Chromium, or the one that CHROMIUM names. */
export function openChromium(): Promise<Browser> {
  const asked = process.env['CHROMIUM']
  const executablePath = asked ?? usualPlaces.find((place) => existsSync(place))
  if (executablePath === undefined || !existsSync(executablePath)) {
    const where = asked ?? usualPlaces.join(', ')
    throw new Error(
      `The journeys need Chromium and there is none at ${where}: install it, or set CHROMIUM to where it is.`,
    )
  }
  return chromium.launch({ executablePath, args })
}
