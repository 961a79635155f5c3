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

/** The figure with its definition, its clause and where the number is from. */
export async function opensTheFigure({ page, look }: Leader, name: string, value: string): Promise<void> {
  await page.getByRole('link', { name, exact: true }).click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
  await page.getByText(value, { exact: true }).waitFor()
  for (const said of [ioc.numerator, ioc.denominator, ioc.clause, ioc.source]) {
    await page.getByText(said, { exact: true }).waitFor()
  }
  await look(page, 'ioc-figure-on-time')
}

/** From the sentence that says who stands lowest into that agency's own figure of the month. */
export async function opensTheLowest({ page, look }: Leader, agency: string): Promise<Count> {
  await page
    .getByRole('region', { name: ioc.by.agency })
    .getByRole('link', { name: new RegExp(`^${agency} \\(`) })
    .first()
    .click()
  await page.getByText(ioc.only(agency)).waitFor()
  await look(page, 'ioc-figure-agency')
  const text = (await page.locator('.figure-lead').textContent()) ?? ''
  const [, numerator = '', denominator = ''] = /(\d+) trên (\d+)/.exec(text) ?? []
  return { numerator: Number(numerator), denominator: Number(denominator) }
}

/** The records that miss it are as many as the figure lacks, and with those that meet it they are all; the codes of those that miss it. */
export async function opensWhatMissed(
  { page, look }: Leader,
  name: string,
  { numerator, denominator }: Count,
): Promise<readonly string[]> {
  const missed = denominator - numerator
  await page.getByRole('link', { name: ioc.openMissed(String(missed)) }).click()
  await page.getByRole('heading', { level: 1, name: ioc.recordsOf(name) }).waitFor()
  await look(page, 'ioc-records-missed')
  const records = page
    .getByRole('main')
    .getByRole('row')
    .filter({ has: page.getByRole('cell') })
  await expect.poll(() => records.count()).toBe(missed)
  const codes = await records.getByRole('link').allTextContents()
  await page.getByRole('link', { name: `${ioc.parts.all} (${denominator})` }).click()
  await expect.poll(() => records.count(), { timeout: 10_000 }).toBe(denominator)
  await page.getByRole('link', { name: `${ioc.parts.rest} (${missed})` }).click()
  await expect.poll(() => records.count(), { timeout: 10_000 }).toBe(missed)
  return codes
}

/** The derivation stands open, in this order, and ends with what explains the lateness. */
export async function readsWhy({ page }: Leader, lines: readonly RegExp[]): Promise<void> {
  const told = (await page.getByRole('region', { name: ioc.whyTitle }).innerText()).split('\n')
  let from = 0
  for (const line of lines) {
    const at = told.findIndex((one, index) => index >= from && line.test(one))
    expect(at, `${line.source} in:\n${told.join('\n')}`).toBeGreaterThanOrEqual(from)
    from = at + 1
  }
  expect(from, told.join('\n')).toBe(told.length)
}

/** By the page's own links, and never the browser's: the list, the agency, the province. */
export async function goesBackToTheWhole({ page }: Leader, name: string, count: Count): Promise<void> {
  await page.getByRole('link', { name: ioc.backToRecords }).click()
  await page.getByRole('heading', { level: 1, name: ioc.recordsOf(name) }).waitFor()
  await page.getByRole('link', { name: ioc.backToFigure }).click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
  await page.getByRole('link', { name: ioc.widen }).click()
  await page
    .getByText(ioc.of(String(count.numerator), String(count.denominator)), { exact: true })
    .first()
    .waitFor()
}
