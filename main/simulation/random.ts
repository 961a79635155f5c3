/** Random numbers that are the same again for the same seed (sfc32). */
export interface Random {
  /** From 0 until before 1. */
  next(): number
  /** A whole number from `from` to `to`, both included. */
  whole(from: number, to: number): number
  /** True so often. */
  chance(share: number): boolean
  pick<T>(list: readonly T[]): T
  /** As time until something happens that happens after `mean` on average. */
  wait(mean: number): number
  bits(): number
}

function mix(seed: number, part: number): number {
  let h = (seed ^ Math.imul(part + 0x9e3779b9, 0x85ebca6b)) >>> 0
  h = Math.imul(h ^ (h >>> 16), 0x21f0aaad)
  h = Math.imul(h ^ (h >>> 15), 0x735a2d97)
  return (h ^ (h >>> 15)) >>> 0
}

/** A stream of its own for each part of a seed. */
export function randomOf(seed: number, part: number): Random {
  let a = mix(seed, part)
  let b = mix(a, 1)
  let c = mix(b, part)
  let counter = 1
  const bits = () => {
    const t = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + t) | 0
    return t >>> 0
  }
  for (let warm = 0; warm < 12; warm += 1) bits()
  const next = () => bits() / 4_294_967_296
  return {
    bits,
    next,
    whole: (from, to) => from + Math.floor(next() * (to - from + 1)),
    chance: (share) => next() < share,
    pick: (list) => {
      const one = list[Math.floor(next() * list.length)]
      if (one === undefined) throw new RangeError('Nothing to pick from')
      return one
    },
    wait: (mean) => -mean * Math.log(1 - next()),
  }
}

/** Picks by weight, quickly however often. */
export function weighted<T>(list: readonly T[], weightOf: (one: T) => number): (random: Random) => T {
  const sums: number[] = []
  let total = 0
  for (const one of list) sums.push((total += weightOf(one)))
  return (random) => {
    const at = random.next() * total
    let low = 0
    let high = sums.length - 1
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((sums[middle] ?? 0) > at) high = middle
      else low = middle + 1
    }
    const one = list[low]
    if (one === undefined) throw new RangeError('Nothing to pick from')
    return one
  }
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
const hex = (word: number) =>
  `${HEX[word >>> 24]}${HEX[(word >>> 16) & 255]}${HEX[(word >>> 8) & 255]}${HEX[word & 255]}`

/** UUIDs v7 that are the same again for the same seed; one after the other, so that an index grows at its right edge. */
export function idsOf(random: Random, from: Date): () => string {
  let ms = from.getTime()
  let within = 0
  return () => {
    within = (within + 1) & 0xfff
    if (within === 0) ms += 1
    const time = ms.toString(16).padStart(12, '0')
    const [high, low] = [hex((random.bits() & 0x3fff_ffff) | 0x8000_0000), hex(random.bits())]
    return `${time.slice(0, 8)}-${time.slice(8)}-7${within.toString(16).padStart(3, '0')}-${high.slice(0, 4)}-${high.slice(4)}${low}`
  }
}
