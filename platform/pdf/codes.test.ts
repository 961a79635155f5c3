import { describe, expect, it } from 'vitest'
import { code128Values, code128Widths } from './code-128.ts'
import { code128Svg, qrSvg } from './index.ts'

describe('Code 128', () => {
  it('a text has its start, its letters and its check value', () => {
    // 104 + 40·1 + 73·2 + 0·3 = 290; 290 modulo 103 is 84.
    expect(code128Values('Hi ')).toEqual([104, 40, 73, 0, 84])
    expect(() => code128Values('Đ')).toThrow(RangeError)
  })

  it('each symbol is eleven modules wide with bars of even width, the stop thirteen', () => {
    const letters = Array.from({ length: 95 }, (_, index) => String.fromCodePoint(32 + index)).join('')
    const widths = code128Widths(letters)
    const symbols = Array.from({ length: 97 }, (_, index) => widths.slice(index * 6, index * 6 + 6))
    for (const symbol of symbols) {
      expect(sum(symbol)).toBe(11)
      expect(sum(symbol.filter((_, place) => place % 2 === 0)) % 2).toBe(0)
    }
    expect(new Set(symbols.slice(0, 96).map(String)).size).toBe(96)
    expect(sum(widths.slice(97 * 6))).toBe(13)
  })

  it('is drawn with quiet zones', () => {
    expect(code128Svg('H53')).toContain(`viewBox="0 0 ${11 * 5 + 13 + 20} 30"`)
    expect(code128Svg('H53')).toContain('d="M10 0h2v30h-2z')
  })
})

describe('a QR code', () => {
  it('has its three corners inside the quiet zone', () => {
    const svg = qrSvg('https://dichvucong.example.vn/ho-so/H53.27694-261123-0001')
    const side = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1])
    const corners = ['M4 4h7v1', `M${side - 11} 4h7v1`, `M4 ${side - 11}h7v1`]
    for (const corner of corners) expect(svg).toContain(corner)
    expect(svg).not.toContain(`M${side - 11} ${side - 11}h7v1`)
  })
})

function sum(widths: readonly number[]): number {
  return widths.reduce((total, width) => total + width, 0)
}
