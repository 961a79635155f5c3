/** Widths of bar and space in turn, by value (ISO/IEC 15417, table 1); each symbol is eleven modules wide. */
const WIDTHS = (
  '212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 ' +
  '123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 ' +
  '232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 ' +
  '313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 ' +
  '111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 ' +
  '111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 ' +
  '114311 411113 411311 113141 114131 311141 411131 211412 211214 211232'
).split(' ')
const START_B = 104
const STOP = '2331112'
const QUIET = 10
const HEIGHT = 30

/** The values of a text in code set B, start and check value included. RangeError for what is not printable ASCII. */
export function code128Values(text: string): readonly number[] {
  if (!/^[ -~]+$/.test(text)) throw new RangeError('Code 128 B holds printable ASCII only')
  const values = [START_B, ...Array.from(text, (letter) => (letter.codePointAt(0) ?? 0) - 32)]
  const sum = values.reduce((total, value, place) => total + value * Math.max(place, 1), 0)
  return [...values, sum % 103]
}

/** Widths of bars and spaces in modules, beginning with a bar. */
export function code128Widths(text: string): readonly number[] {
  const symbols = code128Values(text).map((value) => WIDTHS[value] ?? '')
  return Array.from([...symbols, STOP].join(''), Number)
}

/** A bar code as an SVG picture of one path, with its quiet zones. */
export function code128Svg(text: string): string {
  let at = QUIET
  let path = ''
  for (const [place, width] of code128Widths(text).entries()) {
    if (place % 2 === 0) path += `M${at} 0h${width}v${HEIGHT}h-${width}z`
    at += width
  }
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${at + QUIET} ${HEIGHT}" preserveAspectRatio="none">` +
    `<path d="${path}"/></svg>`
  )
}
