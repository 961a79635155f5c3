import type { LocalDate } from '../../../kernel/dates.ts'
import { Problem } from '../../../kernel/problem.ts'
import { foldVietnamese } from '../../../kernel/vietnamese.ts'
import type { Db } from '../../../platform/db/index.ts'
import type { CataloguePage, CatalogueQuery, FindingQuery, Findings } from '../contract/catalogue.ts'
import * as store from '../store/catalogue.ts'

const PAGE = 50
const FINDINGS_PAGE = 100
const IMPORTS_SHOWN = 50

/** The national catalogue as known on a day, by code: all of it, or what a field, a level and words let through. */
export async function readCatalogue(db: Db, query: CatalogueQuery, on: LocalDate): Promise<CataloguePage> {
  const limit = query.limit ?? PAGE
  const filter = {
    on,
    words: foldVietnamese(query.q ?? '')
      .split(/[^\p{L}\p{N}.]+/u)
      .filter(Boolean),
    field: query.field ?? null,
    level: query.level ?? null,
  }
  const [found, total] = await Promise.all([
    store.listEntries(db, filter, query.after ?? '', limit + 1),
    store.countEntries(db, filter),
  ])
  const entries = found.slice(0, limit)
  return { entries, total, next: found.length > limit ? (entries.at(-1)?.code ?? null) : null }
}

/** The imports with the findings of one, the last unless another is named. Problem 'catalogue.import-missing'. */
export async function readFindings(db: Db, query: FindingQuery): Promise<Findings> {
  const limit = query.limit ?? FINDINGS_PAGE
  const shown = await store.listImports(db, IMPORTS_SHOWN)
  const asked = query.import === undefined ? shown[0] : await store.findImport(db, query.import)
  if (query.import !== undefined && asked === undefined)
    throw new Problem('missing', 'catalogue.import-missing', { meta: { id: query.import } })
  const imports = shown.map((one) => ({ ...one, importedAt: one.importedAt.toISOString() }))
  if (asked === undefined) return { imports, of: null, counts: [], findings: [], next: null }
  const [counts, found] = await Promise.all([
    store.countFindings(db, asked.id),
    store.listFindings(db, {
      importId: asked.id,
      reason: query.reason ?? null,
      after: query.after ?? 0,
      limit: limit + 1,
    }),
  ])
  const page = found.slice(0, limit)
  return {
    imports,
    of: asked.id,
    counts: [...counts],
    findings: page.map(({ code, row, field, value, reason }) => ({ code, row, field, value, reason })),
    next: found.length > limit ? (page.at(-1)?.ordinal ?? null) : null,
  }
}
