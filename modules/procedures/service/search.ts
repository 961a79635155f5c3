import { access } from 'node:fs/promises'
import { join } from 'node:path'
import type { LocalDate } from '../../../kernel/dates.ts'
import type { Content } from '../../../platform/content/index.ts'
import { readContent } from '../../../platform/content/index.ts'
import type { Db, Tx } from '../../../platform/db/index.ts'
import { record } from '../../../platform/ledger/index.ts'
import type { Declaration, ProcedureSummary } from '../contract.ts'
import { EverydayWords, everydayWordsEntries } from '../contract/everyday-words.ts'
import { indexProcedures, type Searchable, type SearchIndex } from '../search.ts'
import { listIdsInForce, listInForce } from '../store.ts'
import * as store from '../store/everyday-words.ts'

/** The province's everyday words; undefined where it declares none. Problem `content.invalid`. */
export async function readEverydayWords(folder: string): Promise<Content<EverydayWords> | undefined> {
  const path = join(folder, 'everyday-words.yaml')
  const isThere = await access(path).then(
    () => true,
    () => false,
  )
  return isThere ? await readContent(path, EverydayWords, { root: folder }) : undefined
}

/** Puts these words to use; false when they are already. */
export async function loadEverydayWords(
  tx: Tx,
  at: Date,
  { value, file, hash }: Content<EverydayWords>,
): Promise<boolean> {
  if ((await store.findLastWords(tx))?.hash === hash) return false
  await store.saveWords(tx, at, hash, value)
  await record(tx, at, null, [
    {
      kind: everydayWordsEntries.published,
      occurredAt: at,
      actor: { kind: 'system', id: 'content' },
      payload: { hash, file, count: value.words.length },
    },
  ])
  return true
}

interface Shown extends Searchable {
  readonly shown: ProcedureSummary
}

// Versions and words never change, so that what they are gathered to is kept for as long as they are the ones in force.
const kept = new Map<string, SearchIndex<Shown>>()
const KEPT_AT_MOST = 4

/** The procedures offered on a day that a text in everyday words may mean, best first; all of them for an empty text. */
export async function searchProcedures(
  db: Db,
  text: string,
  on: LocalDate,
): Promise<readonly ProcedureSummary[]> {
  const [versions, words] = await Promise.all([listIdsInForce(db, on), store.findLastWords(db)])
  const key = [...versions, words?.id ?? ''].join(' ')
  const index = kept.get(key) ?? (await indexOf(db, on, words?.id))
  kept.delete(key)
  kept.set(key, index)
  for (const old of kept.keys()) if (kept.size > KEPT_AT_MOST) kept.delete(old)
  return index.find(text).map(({ shown }) => shown)
}

async function indexOf(db: Db, on: LocalDate, words: string | undefined): Promise<SearchIndex<Shown>> {
  const offered = (await listInForce(db, on))
    .map(({ declaration }) => declaration)
    .filter((declaration) => declaration.offered)
  const everyday = words === undefined ? undefined : await store.getWords(db, words)
  return indexProcedures(
    offered.map((declaration) => ({ ...searchableOf(declaration), shown: summaryOf(declaration) })),
    everyday,
  )
}

/** What of a declaration is searched. */
export function searchableOf(declaration: Declaration): Searchable {
  const { code, name, nameEn, summary, field, synonyms, fullName } = declaration
  return {
    code,
    name,
    nameEn,
    summary,
    field: field.name,
    synonyms: [...synonyms, ...(fullName === undefined ? [] : [fullName])],
  }
}

function summaryOf({
  code,
  name,
  nameEn,
  summary,
  field,
  channels,
  serviceLevel,
}: Declaration): ProcedureSummary {
  return { code, name, nameEn, summary, field: field.name, channels, serviceLevel: serviceLevel.level }
}
