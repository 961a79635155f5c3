/** What a record says, by field: texts, numbers, yes or no, lists of texts; nothing where nothing is said. */
export type Values = Readonly<Record<string, unknown>>
