/**
 * The number a person wrote, by Vietnamese custom: a comma before decimals, a point or a space between thousands; a
 * lone point before decimals is understood too. `undefined` where it is no number or could be two (see `isAmbiguous`).
 */
export function parseNumber(text: string, isWhole: boolean): number | undefined {
  if (!isWhole && isAmbiguous(text)) return undefined
  const grouped = /^-?\d{1,3}([.\s\u00a0\u202f]\d{3})+(,\d+)?$/.test(text)
  const plain = grouped ? text.replaceAll(/[.\s\u00a0\u202f]/g, '') : text
  const point = plain.replace(',', '.')
  if (!/^-?\d+(\.\d+)?$/.test(point)) return undefined
  const value = Number(point)
  const isExact = isWhole ? /^-?\d+$/.test(point) && Number.isSafeInteger(value) : hasFewDigits(point)
  return isExact ? (value === 0 ? 0 : value) : undefined
}

/** 1.234 and 1,234 mean a thousand to one reader and one to another. */
export function isAmbiguous(text: string): boolean {
  return /^-?[1-9]\d{0,2}[.,]\d{3}$/.test(text)
}

// 15 digits are exact in a double.
function hasFewDigits(text: string): boolean {
  return text.replaceAll(/\D/g, '').replace(/^0+/, '').length <= 15
}
