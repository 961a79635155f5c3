import pg from 'pg'
import type { CustomTypesConfig } from 'pg'

type Parse = (text: string) => unknown

const OID = {
  int8: 20,
  int8s: 1016,
  date: 1082,
  dates: 1182,
  numeric: 1700,
  numerics: 1231,
  texts: 1009,
  timestamptz: 1184,
} as const

const SPACE = 0x20

function wholeNumber(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value))
    throw new RangeError(`${text} is beyond the whole numbers that stay exact`)
  return value
}

const asItIs: Parse = (text) => text

const pgParser = (oid: number): Parse => pg.types.getTypeParser(oid, 'text')

const parseTexts = pgParser(OID.texts)

function each(parse: Parse): Parse {
  const walk = (value: unknown): unknown =>
    Array.isArray(value) ? value.map(walk) : typeof value === 'string' ? parse(value) : value
  return (text) => walk(parseTexts(text))
}

const parseInstant = pgParser(OID.timestamptz)

/** Sessions are on UTC (connection.ts), whose text is one step from what Date reads fastest; anything else as pg does. */
function instant(text: string): unknown {
  if (text.charCodeAt(10) !== SPACE || !text.endsWith('+00')) return parseInstant(text)
  const date = new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`)
  return Number.isNaN(date.getTime()) ? parseInstant(text) : date
}

const ours = new Map<number, Parse>([
  [OID.int8, wholeNumber],
  [OID.int8s, each(wholeNumber)],
  [OID.date, asItIs],
  [OID.dates, each(asItIs)],
  [OID.numeric, asItIs],
  [OID.numerics, each(asItIs)],
  [OID.timestamptz, instant],
])

/** How values leave the database: a day stays text, int8 is a number or an error beyond 2^53, numeric stays text, an instant is a Date, the rest as pg does. */
export const valueTypes: CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    const parse = format === 'binary' ? undefined : ours.get(oid)
    return parse ?? (format === undefined ? pg.types.getTypeParser(oid) : pg.types.getTypeParser(oid, format))
  },
} as CustomTypesConfig
