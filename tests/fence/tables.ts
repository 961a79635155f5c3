/** The tables that a migration makes, by the names it gives them. */
export function tablesIn(migration: string): readonly string[] {
  const made = migration.matchAll(
    /^\s*create\s+(?:unlogged\s+)?(?:table|(?:materialized\s+)?view)\s+(?:if\s+not\s+exists\s+)?([a-z_][a-z0-9_]*)/gim,
  )
  return [...made].map(([, table = '']) => table.toLowerCase())
}

/** The room a migration belongs to: `0040_national_portal.sql` → `national-portal`. The longest room that fits, or undefined. */
export function roomOf(migrationName: string, rooms: readonly string[]): string | undefined {
  const words = migrationName.replace(/^\d{4}_/, '').replace(/[.]sql$/, '')
  const fitting = rooms.filter((room) => `${words}_`.startsWith(`${room.replaceAll('-', '_')}_`))
  return fitting.toSorted((a, b) => b.length - a.length)[0]
}

function textsIn(source: string): string {
  const bare = source.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '')
  return [...bare.matchAll(/`(?:[^`\\]|\\.)*`|'(?:[^'\\\n]|\\.)*'/g)].map(([text]) => text).join('\n')
}

/** The names that a source file's SQL uses where a table can stand. */
export function tablesUsedIn(source: string): ReadonlySet<string> {
  const used = textsIn(source).matchAll(
    /\b(?:from|join|into|update|only|truncate|table)\s+([a-z_][a-z0-9_]*)/gi,
  )
  return new Set([...used].map(([, table = '']) => table.toLowerCase()))
}

/** Whether a source file holds SQL statements. */
export function holdsSql(source: string): boolean {
  return /[`'"]\s*(?:SELECT\s|INSERT\s+INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|WITH\s+(?:RECURSIVE\s+)?\w+\s+AS\s)/.test(
    textsIn(source),
  )
}
