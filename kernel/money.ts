import { Problem } from './problem.ts'

/** An amount of Vietnamese đồng: a whole number, for the đồng has no smaller coin. */
export type Dong = number

/** The number as an amount. Problem 'money.not-an-amount' for fractions, negatives and what no double can hold exactly. */
export function dong(value: number): Dong {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new Problem('invalid', 'money.not-an-amount', { meta: { value: String(value) } })
  }
  return value
}

/** The sum of amounts; nothing sums to 0. */
export function sumDong(amounts: Iterable<Dong>): Dong {
  let sum = 0
  for (const amount of amounts) sum = dong(sum + dong(amount))
  return sum
}

/** The amount taken a whole number of times, as a fee for each page or copy is. */
export function timesDong(amount: Dong, times: number): Dong {
  return dong(dong(amount) * dong(times))
}
