import type { Db } from '../../platform/db/index.ts'
import type { IndicatorDefinition } from './contract.ts'

export interface DefinitionVersion {
  readonly key: string
  readonly version: number
  readonly hash: string
  readonly definition: IndicatorDefinition
}

/**
 * The definitions in the order of the operations page: the last of each, or the last that was recorded before an instant. What was
 * not known by then stands as it was first defined.
 */
export async function listDefinitions(
  db: Db,
  knownBy: Date | null = null,
): Promise<readonly DefinitionVersion[]> {
  return db.rows<DefinitionVersion>(
    `SELECT * FROM (
       SELECT DISTINCT ON (indicator_key) indicator_key AS key, version, hash, declaration AS definition, position
       FROM indicator_version
       ORDER BY indicator_key, CASE WHEN recorded_at < coalesce($1::timestamptz, 'infinity') THEN version ELSE -version END DESC
     ) AS current ORDER BY position, key`,
    [knownBy],
  )
}

export async function saveDefinition(
  db: Db,
  saved: DefinitionVersion & { readonly position: number },
  at: Date,
): Promise<void> {
  await db.run('INSERT INTO indicator (key) VALUES ($1) ON CONFLICT DO NOTHING', [saved.key])
  await db.run(
    `INSERT INTO indicator_version (indicator_key, version, recorded_at, position, hash, declaration)
     VALUES ($1, $2, $3, $4, $5, $6::jsonb)`,
    [saved.key, saved.version, at, saved.position, saved.hash, JSON.stringify(saved.definition)],
  )
}
