const NAMED_AT_MOST = 1000
const REMEMBERED_AT_MOST = 5000

/**
 * Chooses the name under which a text is prepared. A text earns its name at its second use and at most a thousand do, so that
 * texts made on the fly cannot fill the server's memory with plans. With naming off (pgbouncer in transaction mode) none does.
 */
export function statementNames(naming: boolean): (text: string) => string | undefined {
  const named = new Map<string, string>()
  let seenOnce = new Set<string>()
  return (text) => {
    if (!naming) return undefined
    const name = named.get(text)
    if (name !== undefined || named.size >= NAMED_AT_MOST) return name
    if (seenOnce.delete(text)) {
      const newName = `s${named.size + 1}`
      named.set(text, newName)
      return newName
    }
    if (seenOnce.size >= REMEMBERED_AT_MOST) seenOnce = new Set()
    seenOnce.add(text)
    return undefined
  }
}
