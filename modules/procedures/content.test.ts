import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findContentErrors, printError } from '../../platform/content/index.ts'
import { personalClassOf } from '../../platform/forms/index.ts'
import type { ProcedureContent } from './content.ts'
import { readProcedure, readProcedures } from './content.ts'
import { isComplete, takesOnline } from './domain.ts'

const province = 'content/tay-ninh'
const receiptLog = join(province, 'event-logs/receipt/procedures/receipt-log')

let root: string
let all: readonly ProcedureContent[]
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'procedures-'))
  all = await readProcedures(province)
})
afterAll(async () => {
  await rm(root, { recursive: true, force: true })
})

/** The birth registration with one text of one of its files replaced. */
async function refused(file: string, from: string | RegExp, to: string): Promise<readonly string[]> {
  const folder = join(root, 'procedures', '1.001193')
  await rm(folder, { recursive: true, force: true })
  await cp(join(province, 'procedures', '1.001193'), folder, { recursive: true })
  const text = await readFile(join(folder, file), 'utf8')
  const changed = text.replace(from, to)
  expect(changed).not.toBe(text)
  await writeFile(join(folder, file), changed)
  try {
    await readProcedure(folder, root)
  } catch (problem) {
    return findContentErrors(problem)?.map(printError) ?? [String(problem)]
  }
  return []
}

async function lineOf(file: string, text: string): Promise<number> {
  const content = await readFile(join(province, 'procedures', '1.001193', file), 'utf8')
  return content.slice(0, content.indexOf(text)).split('\n').length
}

describe('the procedures of the province', () => {
  test('are at least sixty of ten fields, by the code of the national catalogue', () => {
    const declared = all.map(({ declaration }) => declaration.value)
    expect(declared.length).toBeGreaterThanOrEqual(60)
    expect(new Set(declared.map(({ field }) => field.name)).size).toBeGreaterThanOrEqual(10)
    for (const { code } of declared) expect(code).toMatch(/^[0-9]\.[0-9]{6}$/)
    expect(new Set(declared.map(({ code }) => code)).size).toBe(declared.length)
  })

  test('are complete where they have their own form and process; the others take the shared ones and say so', () => {
    const complete = all.filter(({ declaration }) => isComplete(declaration.value))
    expect(complete.map(({ declaration }) => declaration.value.code)).toEqual([
      '1.000656',
      '1.000894',
      '1.001193',
      '1.001612',
      '1.003622',
      '1.004873',
      '1.013225',
      '1.014028',
      '1.014459',
      '1.014460',
      '2.000815',
      '2.001955',
    ])
    for (const { declaration, formDefinition, process } of all) {
      const { value } = declaration
      expect([formDefinition === null, process === null]).toEqual([false, false])
      if (isComplete(value)) continue
      expect([value.sharedForm, value.sharedProcess]).toEqual(['applicant', 'plain'])
      expect(value.requirementsUnknown).toBeTruthy()
      expect(takesOnline(value)).toBe(false)
    }
  })

  test('of the event log are none: it is read only when it is asked for', async () => {
    const { declaration, formDefinition, process } = await readProcedure(receiptLog)
    expect(declaration.value).toMatchObject({ offered: false, process: 'free', calendar: 'receipt-log' })
    expect(declaration.value.sourceChannels).toEqual({
      Internet: 'online',
      Desk: 'counter',
      Post: 'post',
      'e-mail': null,
      Intern: null,
    })
    expect([formDefinition, process]).toEqual([null, null])
  })

  test('say of every limit, fee, paper and result its clause, or that it is unknown and why', () => {
    for (const { declaration } of all) {
      const { terms, requirements, results, agencies, supplement, serviceLevel } = declaration.value
      const bases = [
        ...terms.flatMap(({ limit, fees }) => [
          limit.unit === 'unknown' ? { confidence: 'unknown' as const, reason: limit.reason } : limit.basis,
          ...fees.map(({ basis }) => basis),
        ]),
        ...[...requirements, ...results].map(({ basis }) => basis),
        agencies.basis,
        supplement.basis,
        serviceLevel.basis,
      ]
      for (const basis of bases) {
        const words = basis.confidence === 'unknown' ? basis.reason : basis.clause
        expect(words.length, JSON.stringify(basis)).toBeGreaterThan(8)
      }
      for (const { amount } of terms.flatMap(({ fees }) => fees)) {
        if (amount.rule === 'unknown') expect(amount.reason.length).toBeGreaterThan(8)
      }
    }
  })

  test('ask for nothing that they look up themselves, and name the database', () => {
    const lookedUp = all.flatMap(({ declaration }) =>
      declaration.value.requirements.filter(({ handling }) => handling === 'look-up'),
    )
    expect(lookedUp.map(({ key }) => key)).toEqual([
      'marital-status',
      'marriage',
      'divorce-or-death',
      'death-extract',
      'paper-in-vneid',
    ])
    for (const { originals, copies, replacedBy } of lookedUp) {
      expect([originals, copies]).toEqual([0, 0])
      expect(replacedBy?.database).toBeTruthy()
    }
  })

  test('have forms of two to four pages, at most nine questions each, with labels in both languages and a class for every field', () => {
    for (const { formDefinition } of all) {
      const pages = formDefinition?.layout.pages ?? []
      expect(pages.length).toBeGreaterThanOrEqual(2)
      expect(pages.length).toBeLessThanOrEqual(4)
      for (const { fields } of pages) expect(fields.length).toBeLessThanOrEqual(9)
      const properties: object = Object(formDefinition?.schema.properties)
      for (const field of Object.values(properties)) {
        expect(field['x-label'].vi).toBeTruthy()
        expect(field['x-label'].en).toBeTruthy()
        expect(personalClassOf(field)).toBe(field['x-personal'])
      }
    }
  })

  test('end in a grant or a denial, both signed by an approver', () => {
    for (const { process, declaration } of all) {
      const ends = Object.entries(process?.nodes ?? {}).flatMap(([id, { kind }]) =>
        kind === 'end' ? [id] : [],
      )
      expect(ends.toSorted()).toEqual(['denied', 'granted'])
      expect(declaration.value.results.map(({ end }) => end).toSorted()).toEqual(ends.toSorted())
      const roles = Object.values(process?.nodes ?? {}).flatMap((node) =>
        node.kind === 'task' ? [node.role] : [],
      )
      expect(roles).toEqual(['case-officer', 'approver', 'approver'])
    }
  })
})

describe('what is refused, with file and line', () => {
  const file = 'procedures/1.001193/procedure.yaml'

  test('a case that takes a paper nobody declared', async () => {
    const line = await lineOf(
      'procedure.yaml',
      'requirements: [interactive-form, paper-declaration, birth-notice',
    )
    expect(
      await refused(
        'procedure.yaml',
        /(requirements: \[interactive-form, paper-declaration, )birth-notice/,
        '$1birth-note',
      ),
    ).toEqual([
      `${file}:${line}:57 /cases/0/requirements/2 broken-reference: there is no requirement birth-note`,
    ])
  })

  test('a condition on a field that the form does not have', async () => {
    const line = await lineOf('procedure.yaml', 'field: /declarantRelation')
    const [error] = await refused('procedure.yaml', 'field: /declarantRelation', 'field: /relation')
    expect(error).toMatch(
      new RegExp(`^${file}:${line}:\\d+ /requirements/7/condition/field broken-reference`),
    )
  })

  test('a result of an end that the process does not have, and an end without a result', async () => {
    const line = await lineOf('procedure.yaml', 'end: denied')
    const errors = await refused('procedure.yaml', 'end: denied', 'end: refused')
    expect(errors.map((error) => error.split(' ').slice(0, 3).join(' '))).toEqual([
      expect.stringMatching(/ \/results results:$/),
      `${file}:${line}:10 /results/1/end broken-reference:`,
    ])
  })

  test('a case and channel without a term, and a channel that is not offered', async () => {
    const errors = await refused(
      'procedure.yaml',
      /(terms:\n {2}- channels: )\[online, counter, post\]/,
      '$1[online, counter]',
    )
    expect(errors).toHaveLength(4)
    expect(errors[0]).toContain('/cases/0 terms: 0 terms for with-birth-notice through post, not one')
    expect(
      await refused('procedure.yaml', 'channels: [online, counter, post]', 'channels: [online, counter]'),
    ).toContainEqual(expect.stringContaining('post is not offered'))
  })

  test('a service that is less than end to end without one of the four reasons of the law', async () => {
    const [error] = await refused('procedure.yaml', '  reason: presence-required\n', '')
    expect(error).toContain('/serviceLevel reason')
    const [other] = await refused('procedure.yaml', 'reason: presence-required', 'reason: inconvenient')
    expect(other).toContain('/serviceLevel/reason choice')
  })

  test('a limit or a fee without a clause', async () => {
    const [limit] = await refused('procedure.yaml', /\n {8}clause: khoản 2 Đ16[^\n]*/, '')
    expect(limit).toContain('/terms/0/limit')
    const [fee] = await refused('procedure.yaml', /, clause: "Đ11 Luật Hộ tịch[^"]*"/, '')
    expect(fee).toContain('/terms/0/fees/0/basis')
  })

  test('a form field on no page', async () => {
    expect(await refused('form.yaml', '        - childHometown\n', '')).toEqual([
      expect.stringMatching(
        /^procedures\/1\.001193\/form\.yaml:\d+:\d+ \/schema\/properties\/childHometown field-on-no-page/,
      ),
    ])
  })

  test('a process whose task names no known role, and shares beyond the whole', async () => {
    const line = await lineOf('process.bpmn', 'id="review"')
    expect(await refused('process.bpmn', 'ts:role="case-officer"', 'ts:role="clerk"')).toEqual([
      expect.stringMatching(
        new RegExp(`^procedures/1\\.001193/process\\.bpmn:${line}:\\d+ /review role-unknown`),
      ),
    ])
    expect(await refused('process.bpmn', 'ts:share="0.7"', 'ts:share="0.8"')).toContainEqual(
      expect.stringContaining('/granted shares-exceed'),
    )
  })
})
