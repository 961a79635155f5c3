import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** Tinos has the widths of Times New Roman, which NĐ 30/2020/NĐ-CP asks for, and a licence that lets it be passed on. */
export function readFonts(): readonly Buffer[] {
  const folder = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/tinos/package.json'))
  return ['400Regular', '400Regular_Italic', '700Bold', '700Bold_Italic'].map((face) =>
    readFileSync(join(folder, face, `Tinos_${face}.ttf`)),
  )
}

/**
 * Whether every one of the fonts has a glyph for a code point, by their tables `cmap` of format 4 (OpenType: Unicode's basic
 * plane). PDF/A allows no text without a glyph.
 */
export function coverageOf(fonts: readonly Buffer[]): (codePoint: number) => boolean {
  const [first, ...others] = fonts.map(codePointsOf)
  const covered = new Set([...(first ?? [])].filter((one) => others.every((other) => other.has(one))))
  return (codePoint) => covered.has(codePoint)
}

const END_OF_TABLE = 0xffff

function codePointsOf(font: Buffer): ReadonlySet<number> {
  const at = subtableOf(font)
  const segments = font.readUInt16BE(at + 6) / 2
  const ends = at + 14
  const starts = ends + segments * 2 + 2
  const deltas = starts + segments * 2
  const offsets = deltas + segments * 2
  const found = new Set<number>()
  for (let segment = 0; segment < segments; segment += 1) {
    const start = font.readUInt16BE(starts + segment * 2)
    const end = font.readUInt16BE(ends + segment * 2)
    const delta = font.readUInt16BE(deltas + segment * 2)
    const offset = font.readUInt16BE(offsets + segment * 2)
    for (let code = start; code <= end && code !== END_OF_TABLE; code += 1) {
      // Glyph 0 is the font's sign for what it lacks.
      const glyph =
        offset === 0
          ? (code + delta) % 0x10000
          : font.readUInt16BE(offsets + segment * 2 + offset + (code - start) * 2)
      if (glyph !== 0) found.add(code)
    }
  }
  return found
}

function subtableOf(font: Buffer): number {
  const table = tableOf(font, 'cmap')
  const count = font.readUInt16BE(table + 2)
  for (let index = 0; index < count; index += 1) {
    const at = table + font.readUInt32BE(table + 4 + index * 8 + 4)
    if (font.readUInt16BE(at) === 4) return at
  }
  throw new Error('The font has no character map of format 4')
}

function tableOf(font: Buffer, name: string): number {
  const count = font.readUInt16BE(4)
  for (let index = 0; index < count; index += 1) {
    const at = 12 + index * 16
    if (font.toString('latin1', at, at + 4) === name) return font.readUInt32BE(at + 8)
  }
  throw new Error(`The font has no table ${name}`)
}
