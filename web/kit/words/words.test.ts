import { expect, test } from 'vitest'
import {
  nationalPortalOmissions,
  nationalPortalReasons,
} from '../../../connectors/national-portal/contract.ts'
import { administrationProblems } from '../../../modules/administration/contract.ts'
import { agencyProblems } from '../../../modules/agencies/contract.ts'
import { calendarProblems } from '../../../modules/calendars/contract.ts'
import { emcReasons } from '../../../connectors/emc/contract.ts'
import { dossierEntries, dossierProblems } from '../../../modules/dossiers/contract.ts'
import { paymentEntries, paymentProblems } from '../../../modules/payments/contract.ts'
import { surveyEntries, surveyProblems, voteReasons } from '../../../modules/surveys/contract.ts'
import { indicatorProblems } from '../../../modules/indicators/contract.ts'
import { peopleEntries, problems as peopleProblems } from '../../../modules/people/contract.ts'
import { catalogueProblems, findingReasons, procedureProblems } from '../../../modules/procedures/contract.ts'
import { registryProblems } from '../../../modules/registries/contract.ts'
import { en } from './en.ts'
import { vi } from './vi.ts'

/** Every key with what stands under it: a text, or a sentence with so many gaps. */
function shapeOf(words: unknown, at = ''): string[] {
  if (typeof words === 'string') return [`${at} text`]
  if (typeof words === 'function') return [`${at} gaps ${words.length}`]
  return Object.entries(words as object).flatMap(([key, value]) => shapeOf(value, `${at}.${key}`))
}

/** Letters that English does not have and Vietnamese cannot do without. */
const VIETNAMESE = /[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/i

test('English has every word that Vietnamese has, with the same gaps', () => {
  expect(shapeOf(en).toSorted()).toEqual(shapeOf(vi).toSorted())
})

test('English is left in Vietnamese nowhere but where it names something by its Vietnamese name', () => {
  const named = ['.frame.demoBand', '.frame.toOtherLanguage', '.frame.languageLabel']
  const texts = (words: unknown, at = ''): [string, string][] =>
    typeof words === 'string'
      ? [[at, words]]
      : typeof words === 'function'
        ? []
        : Object.entries(words as object).flatMap(([key, value]) => texts(value, `${at}.${key}`))
  const left = texts(en).filter(([at, text]) => VIETNAMESE.test(text) && !named.includes(at))
  expect(left).toEqual([])
})

test('what the platform itself refuses to whoever looks at a screen has its words', () => {
  const codes = [
    'process.task-not-open',
    'process.ended',
    'http.invalid-request',
    'http.sign-in-needed',
    'http.access-refused',
    'http.cross-site',
    'http.idempotency-key-reused',
    'http.idempotency-key-malformed',
    'http.unsupported-media-type',
    'http.unparsable-body',
    'http.no-such-address',
    'http.body-too-large',
    'http.file-missing',
    'http.too-many-requests',
    'database.busy',
    'database.unavailable',
    'database.disk-full',
    'pdf.busy',
    'pdf.unavailable',
    'files.missing',
    'files.damaged',
    'files.empty',
    'files.too-large',
    'files.type-mismatch',
    'files.type-not-allowed',
    'files.disk-full',
  ]
  expect(codes.filter((code) => !Object.hasOwn(vi.problems.codes, code))).toEqual([])
})

test('every refusal that a contract names has its words', () => {
  const codes = [
    ...administrationProblems,
    ...agencyProblems,
    ...calendarProblems,
    ...peopleProblems,
    ...dossierProblems,
    ...indicatorProblems,
    ...procedureProblems,
    ...catalogueProblems,
    ...paymentProblems,
    ...surveyProblems,
    ...registryProblems,
  ]
  expect(codes.filter((code) => !Object.hasOwn(vi.problems.codes, code))).toEqual([])
})

test('every entry of a dossier and every reason of the portal has its words', () => {
  const kinds = [dossierEntries, paymentEntries, surveyEntries].flatMap((entries) =>
    Object.values<string>(entries),
  )
  expect(kinds.filter((kind) => !Object.hasOwn(vi.dossier.moments, kind))).toEqual([])
  const changes = Object.values(peopleEntries)
  expect(changes.filter((kind) => !Object.hasOwn(vi.administration.moments, kind))).toEqual([])
  const reasons = [...nationalPortalReasons, ...nationalPortalOmissions, ...emcReasons]
  expect(reasons.filter((reason) => !Object.hasOwn(vi.outbox.codes, reason))).toEqual([])
})

test('every doubt about the national catalogue has its words', () => {
  expect(Object.keys(vi.catalogue.reasons).toSorted()).toEqual([...findingReasons].toSorted())
})

test('every reason of a vote has its words', () => {
  expect(Object.keys(vi.vote.reasons).toSorted()).toEqual(voteReasons.toSorted())
})

const sources = import.meta.glob<string>('../../../{modules,connectors,main}/**/*.ts', {
  query: '?raw',
  import: 'default',
  eager: true,
})

/** The rooms' sources that write down a reading, with the purposes that each states; a register states its own, in the words of its declaration. */
function statedPurposes(): readonly { readonly file: string; readonly purposes: readonly string[] }[] {
  return Object.entries(sources)
    .filter(
      ([file, text]) =>
        !file.endsWith('.test.ts') && !file.includes('/registries/') && /\brecordReadings?\(/.test(text),
    )
    .map(([file, text]) => ({
      file,
      purposes: [...text.matchAll(/\bpurpose: '([^']+)'/g)].map(([, purpose = '']) => purpose),
    }))
}

test('every purpose for which a room reads a person’s data has its words', () => {
  const stated = statedPurposes()
  expect(stated.length).toBeGreaterThan(2)
  expect(stated.filter(({ purposes }) => purposes.length === 0)).toEqual([])
  const all = stated.flatMap(({ purposes }) => purposes)
  expect(all.filter((purpose) => !Object.hasOwn(vi.readings.purposes, purpose))).toEqual([])
})
