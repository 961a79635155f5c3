const letters = new Intl.Segmenter('vi', { granularity: 'grapheme' })

/** A name as a stranger with the code sees it: first letters stay, so that its owner recognises it. */
export function maskName(name: string): string {
  return name
    .split(/\s+/)
    .map((word) => {
      const [first = '', ...others] = lettersOf(word)
      return `${first}${'*'.repeat(Math.max(others.length, 1))}`
    })
    .join(' ')
}

// Where every sign is a Latin letter of its own there is nothing to find out, and segmenting is dear.
function lettersOf(word: string): readonly string[] {
  if (/^\p{Script=Latin}*$/u.test(word)) return Array.from(word)
  return Array.from(letters.segment(word), ({ segment }) => segment)
}
