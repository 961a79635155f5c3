import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { vi } from '../../web/kit/words/vi.ts'
import { aPdf } from '../living-province.ts'
import type { Look } from './citizen.ts'

const { desk, errorPage, workbench } = vi

/** An officer at the workbench. */
export interface Officer {
  readonly page: Page
  readonly look: Look
  readonly home: string
}

/** Comes to an officers' page as nobody, and is let in there by the officers' accounts. */
export async function signsIn({ page, look, home }: Officer, path: string, account: string): Promise<void> {
  await page.goto(home + path)
  await page.getByRole('link', { name: errorPage.signInOfficer }).waitFor()
  await look(page, 'officer-not-signed-in')
  await page.getByRole('link', { name: errorPage.signInOfficer }).click()
  await page.getByRole('button', { name: account }).click()
  await page.waitForURL(home + path)
}

/** With the keyboard alone: the sheet of keys, down the list, and into the dossier. */
export async function opensByKeyboard({ page, look }: Officer, code: string): Promise<void> {
  await rowOf(page, code).waitFor()
  await look(page, 'workbench')
  await page.keyboard.press('?')
  await page.getByRole('dialog').getByText(vi.keys.title).waitFor()
  await look(page, 'workbench-keys')
  await page.keyboard.press('Escape')
  const focused = page.locator('a:focus').filter({ hasText: code })
  for (let down = 0; down < 50 && (await focused.count()) === 0; down += 1) await page.keyboard.press('j')
  expect(await focused.count()).toBe(1)
  await page.keyboard.press('Enter')
  await dossierOf(page, code).waitFor()
}

export async function opens({ page, home }: Officer, code: string): Promise<void> {
  await page.goto(`${home}/workbench?mine=true`)
  await rowOf(page, code).click()
  await dossierOf(page, code).waitFor()
}

export async function accepts({ page, look }: Officer): Promise<void> {
  await look(page, 'workbench-submitted')
  await page.getByRole('button', { name: desk.accept.do }).click()
  await page.getByText(desk.accept.done).waitFor()
  await page.getByText(vi.derivation.open).click()
  await page.locator('.derivation li.due').waitFor()
  await look(page, 'workbench-accepted')
}

/** Marks nothing first: is told so, and what was written is still there. */
export async function asksForASupplement({ page, look }: Officer, message: string): Promise<void> {
  await page.getByText(desk['request-supplement'].name, { exact: true }).click()
  await page.getByLabel(desk.message).fill(message)
  await page.getByRole('button', { name: desk['request-supplement'].do }).click()
  await page.getByRole('alert').waitFor()
  await look(page, 'workbench-supplement-error')
  expect(await page.getByLabel(desk.message).inputValue()).toBe(message)
  await page.getByRole('checkbox', { name: 'Giấy chứng sinh', exact: true }).check()
  await page
    .getByLabel(desk.wrongReason('Giấy chứng sinh'), { exact: true })
    .fill('Ảnh mờ, không đọc được số giấy')
  await page.getByRole('button', { name: desk['request-supplement'].do }).click()
  await page.getByText(desk['request-supplement'].done).waitFor()
  await look(page, 'workbench-awaiting')
}

export async function proposes({ page, look }: Officer): Promise<void> {
  await page.getByRole('radio', { name: desk.leadsTo('Ký Giấy khai sinh') }).check()
  await look(page, 'workbench-proposing')
  await page.getByRole('button', { name: desk['complete-task'].do }).click()
  await page.getByText(desk['complete-task'].done).waitFor()
}

/** Without a number first: no result is issued without one. */
export async function approves({ page, look }: Officer, number: string): Promise<void> {
  const sign = () => page.getByRole('radio', { name: desk.finishes('Cấp Giấy khai sinh') })
  await sign().check()
  await page.getByRole('button', { name: desk['complete-task'].do }).click()
  await page.getByRole('alert').waitFor()
  await look(page, 'workbench-approval-error')
  expect(await sign().isChecked()).toBe(true)
  await page.getByLabel(desk.resultNumber).fill(number)
  const file = { name: 'giấy-khai-sinh.pdf', mimeType: 'application/pdf', buffer: aPdf }
  await page.getByLabel(desk.resultFile).setInputFiles(file)
  await page.getByRole('button', { name: desk['complete-task'].do }).click()
  await page.getByText(desk['complete-task'].done).waitFor()
  await look(page, 'workbench-finished')
}

export async function releases({ page, look }: Officer, to: string): Promise<void> {
  await page.getByLabel(desk.handedTo).fill(to)
  await page.getByRole('button', { name: desk.release.do }).click()
  await page.getByText(desk.release.done).waitFor()
  await look(page, 'workbench-released')
}

const rowOf = (page: Page, code: string) =>
  page.getByRole('region', { name: workbench.listLabel }).getByRole('link', { name: code })
const dossierOf = (page: Page, code: string) => page.getByRole('article').getByText(code).first()
