import { cpuOf } from '../cpu.ts'
import { percentile, type Sample, type Target } from '../measure.ts'

/** Some questions in turn, one at a time, by this process: it and the database are charged with what they take. */
export function inTurn<Name extends string>(
  name: Name,
  databasePid: number,
  questions: readonly (() => Promise<unknown>)[],
): Target<Name> {
  async function run(seconds: number): Promise<Sample> {
    const before = { process: process.cpuUsage(), database: cpuOf(databasePid) }
    const took: number[] = []
    const startedAt = performance.now()
    // Every question as often as every other, so that the share of the slow ones does not hang on when time is over.
    do {
      for (const question of questions) {
        const beganAt = performance.now()
        await question()
        took.push(performance.now() - beganAt)
      }
    } while (performance.now() - startedAt < seconds * 1000)
    const elapsed = (performance.now() - startedAt) / 1000
    const used = process.cpuUsage(before.process)
    const database = cpuOf(databasePid)
    const sorted = Float64Array.from(took).toSorted()
    return {
      operations: took.length,
      failures: 0,
      perSecond: took.length / elapsed,
      p50Ms: percentile(sorted, 0.5),
      p95Ms: percentile(sorted, 0.95),
      p99Ms: percentile(sorted, 0.99),
      processMicros: (used.user + used.system) / took.length,
      databaseMicros:
        database === undefined || before.database === undefined
          ? null
          : (database - before.database) / took.length,
    }
  }
  return { name, run }
}
