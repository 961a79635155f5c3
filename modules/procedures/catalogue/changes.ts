import type { CatalogueFinding } from '../contract/catalogue.ts'
import { columns } from './row.ts'

type Source = Readonly<Record<string, string>>

export interface KnownEntry {
  readonly id: string
  readonly code: string
  readonly hash: string
  readonly source: Source
}

export interface ReadEntry {
  readonly code: string
  readonly hash: string
  readonly source: Source
}

/** What a file tells otherwise than was known: without fields, the same row is only understood otherwise now. */
export interface Change {
  readonly code: string
  readonly ends: string
  readonly fields: readonly { readonly field: string; readonly before: string; readonly after: string }[]
}

export interface Changes {
  readonly added: readonly string[]
  readonly changed: readonly Change[]
  readonly unchanged: number
  /** Known before and not in the file: silence repeals nothing. */
  readonly absent: readonly string[]
}

/** Holds a file's entries against those known. */
export function compareEntries(known: readonly KnownEntry[], read: readonly ReadEntry[]): Changes {
  const before = new Map(known.map((entry) => [entry.code, entry]))
  const there = new Set(read.map(({ code }) => code))
  const changed = read.flatMap((entry) => {
    const old = before.get(entry.code)
    if (old === undefined || old.hash === entry.hash) return []
    return [{ code: entry.code, ends: old.id, fields: fieldsThatDiffer(old.source, entry.source) }]
  })
  const added = read.filter(({ code }) => !before.has(code)).map(({ code }) => code)
  return {
    added,
    changed,
    unchanged: read.length - added.length - changed.length,
    absent: known.filter(({ code }) => !there.has(code)).map(({ code }) => code),
  }
}

/** That an entry known before is in the file no more is for a person to judge. */
export function absenceFindings(absent: readonly string[]): readonly CatalogueFinding[] {
  return absent.map((code) => ({ code, row: null, field: columns[0], value: code, reason: 'absent' }))
}

/** One name under several codes: each but the first names the first one's code. */
export function nameFindings(
  entries: readonly { readonly code: string; readonly row: number; readonly name: string }[],
): readonly CatalogueFinding[] {
  const first = new Map<string, string>()
  return entries.flatMap(({ code, row, name }) => {
    const other = first.get(name)
    if (other === undefined) first.set(name, code)
    return other === undefined || name === ''
      ? []
      : [{ code, row, field: columns[1], value: other, reason: 'name-twice' as const }]
  })
}

function fieldsThatDiffer(before: Source, after: Source): Change['fields'] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return names
    .filter((field) => before[field] !== after[field])
    .map((field) => ({ field, before: before[field] ?? '', after: after[field] ?? '' }))
}
