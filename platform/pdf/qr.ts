import { create } from 'qrcode'

/** The quiet zone that the standard (ISO/IEC 18004) asks for, in modules. */
const QUIET = 4

/** A QR code as an SVG picture of one path, error correction M: it is read though a seventh of it is smudged by a copier. */
export function qrSvg(text: string): string {
  const { modules } = create(text, { errorCorrectionLevel: 'M' })
  const side = modules.size + 2 * QUIET
  let path = ''
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size;) {
      let width = 0
      while (column + width < modules.size && modules.get(row, column + width) === 1) width += 1
      if (width > 0) path += `M${column + QUIET} ${row + QUIET}h${width}v1h-${width}z`
      column += width + 1
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}"><path d="${path}"/></svg>`
}
