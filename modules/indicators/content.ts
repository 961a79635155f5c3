import { join } from 'node:path'
import {
  brokenReference,
  contentHash,
  readContent,
  refuseErrors,
  type Content,
} from '../../platform/content/index.ts'
import type { Tx } from '../../platform/db/index.ts'
import { record } from '../../platform/ledger/index.ts'
import { indicatorEntries, IndicatorsContent, type IndicatorDefinition } from './contract.ts'
import { listDefinitions, saveDefinition } from './store.ts'

/** Reads indicators.yaml of a province's folder. Problem 'content.invalid' with file and line. */
export async function readIndicators(folder: string): Promise<Content<IndicatorsContent>> {
  const content = await readContent(join(folder, 'indicators.yaml'), IndicatorsContent, { root: folder })
  const { indicators } = content.value
  refuseErrors(
    indicators.flatMap(({ key, state, missing }, index) => [
      ...(indicators.findIndex((one) => one.key === key) < index
        ? [brokenReference(content, `/indicators/${index}/key`, `a second indicator ${key}`)]
        : []),
      ...((state === 'no-data-yet') === (missing !== undefined)
        ? []
        : [
            brokenReference(
              content,
              `/indicators/${index}/state`,
              'what is missing, for a figure without data and for no other',
            ),
          ]),
    ]),
  )
  return content
}

/** Brings the definitions to what the content says: a changed one becomes a new version, the others stay. Answers how many changed. */
export async function loadIndicators(tx: Tx, at: Date, content: Content<IndicatorsContent>): Promise<number> {
  const known = new Map((await listDefinitions(tx)).map((one) => [one.key, one]))
  const changed = content.value.indicators.flatMap(
    ({ missing, leftOut, published, ...declared }, position) => {
      const definition: IndicatorDefinition = {
        ...declared,
        missing: missing ?? null,
        leftOut: leftOut ?? null,
        published: published.map(({ qualifier, ...point }) => ({ ...point, qualifier: qualifier ?? null })),
      }
      const hash = contentHash({ ...definition, position })
      const before = known.get(declared.key)
      return before?.hash === hash
        ? []
        : [{ key: declared.key, version: (before?.version ?? 0) + 1, hash, definition, position }]
    },
  )
  for (const one of changed) await saveDefinition(tx, one, at)
  if (changed.length > 0) {
    await record(tx, at, null, [
      {
        kind: indicatorEntries.changed,
        occurredAt: at,
        actor: { kind: 'system', id: 'content' },
        payload: { indicators: changed.map(({ key, version }) => ({ key, version })) },
      },
    ])
  }
  return changed.length
}
