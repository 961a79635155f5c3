const letters = new Intl.Segmenter('vi', { granularity: 'grapheme' })

/** A name as a stranger with the code sees it: first letters stay, so that its owner recognises it. */
export function maskName(name: string): string {
  return name
    .split(/\s+/)
    .map((word) => {
      const [first, ...others] = [...letters.segment(word)]
      return `${first?.segment ?? ''}${'*'.repeat(Math.max(others.length, 1))}`
    })
    .join(' ')
}
