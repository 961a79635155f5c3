import { join } from 'node:path'
import { Type, type Static } from 'typebox'
import type { LocalDate } from '../../kernel/dates.ts'
import { Problem } from '../../kernel/problem.ts'
import { readContent } from '../../platform/content/index.ts'
import type { Random } from './random.ts'

const Words = Type.Array(Type.String({ minLength: 1 }), { minItems: 1 })
const Part = Type.Object({ middle: Words, given: Words })

/** The file demo/names.yaml: what simulated people are called. */
export const DemoNames = Type.Object({ family: Words, male: Part, female: Part })
export type DemoNames = Static<typeof DemoNames>

export async function readDemoNames(folder: string): Promise<DemoNames> {
  return (await readContent(join(folder, 'demo', 'names.yaml'), DemoNames, { root: folder })).value
}

export type Sex = 'male' | 'female'

/** A name that somebody might have; family names in the order of the list are ever rarer. */
export function nameOf(names: DemoNames, sex: Sex, random: Random): string {
  const family = names.family[Math.floor(names.family.length * random.next() ** 2.2)] ?? 'Nguyễn'
  return `${family} ${random.pick(names[sex].middle)} ${random.pick(names[sex].given)}`
}

const FIRST_SERIAL = 100
const SERIALS = 10_000 - FIRST_SERIAL
const IN_1900S = 54
const IN_2000S = 9
const COMBINATIONS = 2 * 2 * (IN_1900S + IN_2000S)

/** How many people can be simulated. */
export const MOST_PEOPLE = COMBINATIONS * SERIALS

export interface Identity {
  readonly nationalId: string
  readonly birthOn: LocalDate
  readonly sex: Sex
}

/**
 * The identity of the n-th simulated person: a personal number of the demo's pattern, whose last digits 99xxxx no real person has.
 * Problem 'simulation.too-many-people'.
 */
export function identityOf(n: number): Identity {
  if (n >= MOST_PEOPLE)
    throw new Problem('invalid', 'simulation.too-many-people', { meta: { most: MOST_PEOPLE } })
  const serial = FIRST_SERIAL + Math.floor(n / COMBINATIONS)
  let rest = n % COMBINATIONS
  const place = rest % 2 === 0 ? '072' : '080'
  rest = Math.floor(rest / 2)
  const isFemale = rest % 2 === 1
  const year = 1946 + Math.floor(rest / 2)
  const century = year < 2000 ? 0 : 2
  const month = 1 + (n % 12)
  const day = 1 + (n % 28)
  const two = (value: number) => String(value).padStart(2, '0')
  return {
    nationalId: `${place}${century + (isFemale ? 1 : 0)}${two(year % 100)}99${String(serial).padStart(4, '0')}`,
    birthOn: `${year}-${two(month)}-${two(day)}`,
    sex: isFemale ? 'female' : 'male',
  }
}
