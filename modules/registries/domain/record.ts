/** What a record says, by field: texts, numbers, yes or no, lists of texts; nothing where nothing is said. */
export type Values = Readonly<Record<string, unknown>>

/** A value as a text that people and maps take: texts as they are, lists and others as JSON. */
export function textOfValue(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}
