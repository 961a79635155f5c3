import { readFileSync, readdirSync } from 'node:fs'

// USER_HZ is 100 on every Linux that Node runs on (proc(5)).
const MICROS_A_TICK = 10_000

interface Stat {
  readonly parent: number
  readonly own: number
  /** Of children that have ended and were waited for: connections closed meanwhile. */
  readonly ended: number
}

function readStat(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const ticks = (from: number) => Number(fields[from]) + Number(fields[from + 1])
    return { parent: Number(fields[1]), own: ticks(11), ended: ticks(13) }
  } catch {
    return undefined
  }
}

/** CPU microseconds that a process and its children have used since they began; undefined where there is no /proc. */
export function cpuOf(pid: number): number | undefined {
  const root = readStat(pid)
  if (root === undefined) return undefined
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readStat(Number(name)) ?? [])
    .filter(({ parent }) => parent === pid)
  const ticks = children.reduce((sum, { own }) => sum + own, root.own + root.ended)
  return ticks * MICROS_A_TICK
}
