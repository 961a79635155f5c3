import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { vi } from '../../web/kit/words/vi.ts'
import type { Look } from './citizen.ts'

const { ioc } = vi

export interface Leader {
  readonly page: Page
  readonly look: Look
}

/** A figure as the leader reads it: so many out of so many. */
export interface Count {
  readonly numerator: number
  readonly denominator: number
}

const tile = (page: Page, name: string) =>
  page.getByRole('article').filter({ has: page.getByRole('link', { name, exact: true }) })

export async function reads({ page }: Leader, name: string): Promise<Count> {
  const text = (await tile(page, name).textContent()) ?? ''
  const [, numerator = '', denominator = ''] = /(\d+) trên (\d+)/.exec(text) ?? []
  expect(denominator, `${name}: ${text}`).not.toBe('')
  return { numerator: Number(numerator), denominator: Number(denominator) }
}

export async function sees({ page }: Leader, name: string, count: Count): Promise<void> {
  const text = ioc.of(String(count.numerator), String(count.denominator))
  await tile(page, name).getByText(text, { exact: true }).waitFor()
}

/** From the figure to its definition, and on to the records: as many as it says. */
export async function opensTheRecords({ page, look }: Leader, name: string, count: Count): Promise<void> {
  await page.getByRole('link', { name, exact: true }).click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
  await look(page, 'ioc-figure')
  await page.getByRole('link', { name: ioc.openRecords }).click()
  await page.getByRole('heading', { level: 1, name: ioc.recordsOf(name) }).waitFor()
  await look(page, 'ioc-records')
  const records = page
    .getByRole('main')
    .getByRole('row')
    .filter({ has: page.getByRole('cell') })
  await expect.poll(() => records.count()).toBe(count.denominator)
  const counted = page.getByRole('link', { name: `${ioc.parts.numerator} (${count.numerator})` })
  await counted.click()
  await page.waitForURL(/part=numerator/)
  await expect.poll(() => records.count(), { timeout: 10_000 }).toBe(count.numerator)
}

/** On the wall the same figures stand all at once: nothing scrolls on a full HD screen, and it is dark on a light machine. */
export async function hangsOnTheWall(
  { page, look }: Leader,
  counts: ReadonlyMap<string, Count>,
): Promise<void> {
  await page.getByRole('link', { name: ioc.wall }).click()
  await page.getByRole('link', { name: ioc.leaveWall }).waitFor()
  await look(page, 'ioc-wall')
  const before = page.viewportSize()
  await page.setViewportSize({ width: 1920, height: 1080 })
  const [scrolled, ground] = await page.evaluate<[number, string]>(
    '[document.documentElement.scrollHeight, getComputedStyle(document.documentElement).backgroundColor]',
  )
  expect(scrolled).toBe(1080)
  expect(ground).toBe('rgb(12, 17, 22)')
  for (const [name, count] of counts) expect(await reads({ page, look }, name)).toEqual(count)
  if (before !== null) await page.setViewportSize(before)
}
