import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { vi } from '../../web/kit/words/vi.ts'
import type { Look } from './citizen.ts'

const { administration: say } = vi

/** Somebody who administers officers. */
export interface Administrator {
  readonly page: Page
  readonly look: Look
  readonly home: string
}

export async function finds({ page, look }: Administrator, typed: string, name: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name: say.list.title }).waitFor()
  await look(page, 'administration-officers')
  await page.getByLabel(say.list.findLabel).fill(typed)
  await page.keyboard.press('Enter')
  await page.waitForURL(/find=/)
  await page.getByRole('link', { name, exact: true }).click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
  await look(page, 'administration-officer')
}

/** With the keyboard alone; without a basis first, and is told so with all that was written still there. */
export async function movesByKeyboard(
  { page, look }: Administrator,
  to: string,
  on: string,
  basis: string,
): Promise<void> {
  await page.getByText(say.intents.move.name, { exact: true }).focus()
  await page.keyboard.press('Enter')
  const move = page.locator('details[open] form')
  await move.getByLabel(say.fields.toAgencyId).selectOption({ label: to })
  await move.getByLabel(say.fields.moveOn).fill(on)
  await move.getByRole('button', { name: say.intents.move.do }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('alert').waitFor()
  await look(page, 'administration-move-error')
  expect(await move.getByLabel(say.fields.moveOn).inputValue()).toBe(on)
  await page.getByRole('alert').getByRole('link').first().focus()
  await page.keyboard.press('Enter')
  await page.keyboard.type(basis)
  await page.keyboard.press('Enter')
  await page.getByText(say.intents.move.done).waitFor()
  await look(page, 'administration-moved')
}

/** The rights of a day, as role and agency. */
export async function seesRightsOn({ page }: Administrator, on: string, expected: RegExp): Promise<void> {
  await page.getByLabel(say.on).fill(on)
  await page.getByRole('button', { name: say.show }).click()
  await page.waitForURL(new RegExp(`on=${on}`))
  await page.getByRole('main').getByText(expected).first().waitFor()
}
