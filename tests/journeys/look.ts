import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import axe, { type AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

export const phone = { width: 360, height: 740 } as const
export const desktop = { width: 1440, height: 900 } as const

const looks = [phone, desktop].flatMap((size) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ size, colorScheme })),
)
const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

const album = process.env['THONGSUOT_SCREENSHOTS']

/**
 * Looks at the page as it is, on a phone and on a desk, by day and by night: nothing on it may be out of reach for anybody (axe),
 * nor wider than the phone; whoever looks walks on whatever is found. With THONGSUOT_SCREENSHOTS a picture of each is kept there:
 * `<name>-360.png`, `<name>-360-dark.png`, …
 */
export async function lookAt(page: Page, name: string): Promise<void> {
  const before = page.viewportSize()
  const found: string[] = []
  for (const { size, colorScheme } of looks) {
    await page.setViewportSize(size)
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const where = `${name} at ${size.width}, ${colorScheme}`
    found.push(...(await barriers(page)).map((one) => `${where}: ${one}`))
    found.push(...(await page.evaluate<string[]>(stickingOut)).map((one) => `${where}: ${one} sticks out`))
    await keepPicture(page, `${name}-${size.width}${colorScheme === 'dark' ? '-dark' : ''}`)
  }
  if (before !== null) await page.setViewportSize(before)
  await page.emulateMedia({ colorScheme: 'light' })
  expect.soft(found).toEqual([])
}

/** What makes the page wider than its window, innermost first; nothing when it fits. */
const stickingOut = `(() => {
  const { scrollWidth, clientWidth } = document.documentElement
  if (scrollWidth <= clientWidth) return []
  const isScrolled = (one) =>
    one !== null && (getComputedStyle(one).overflowX === 'auto' || isScrolled(one.parentElement))
  const wide = [...document.body.querySelectorAll('*')].filter(
    (one) => one.getBoundingClientRect().right > clientWidth + 1 && !isScrolled(one.parentElement),
  )
  return wide.toReversed().slice(0, 4).map((one) => [one.localName, ...one.classList].join('.'))
})()`

async function barriers(page: Page): Promise<string[]> {
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axe.source)
  const options = { runOnly: { type: 'tag', values: standards }, resultTypes: ['violations'] }
  const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(options)})`)
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary ?? ''}`),
  )
}

async function keepPicture(page: Page, name: string): Promise<void> {
  if (album === undefined) return
  await mkdir(album, { recursive: true })
  await page.screenshot({ path: join(album, `${name}.png`), fullPage: true })
}
