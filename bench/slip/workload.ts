import { startChild } from '../child.ts'
import { cpuOf } from '../cpu.ts'
import type { LoadReport } from '../load/load.ts'
import { interleave, median, ratioOf, type Pace, type Round, type Target } from '../measure.ts'
import type { Result } from '../result.ts'
import type { PrintQuestion } from './printer.ts'

/** What a person at a counter does not notice. */
const UNNOTICED_MS = 100

type Name = 'slip' | 'fiveAtOnce' | 'page'

const judgements = {
  slipToUnnoticed: { title: `p99 of a slip, to ${UNNOTICED_MS} ms`, goal: { atMost: 1 } },
  fiveToUnnoticed: { title: `p99 of five at once, to ${UNNOTICED_MS} ms`, goal: { atMost: 1 } },
  slipToPage: { title: 'time of a slip, to a page of one line', goal: null },
} as const

function ratiosOf(rounds: readonly Round<Name>[]): Record<keyof typeof judgements, number | null> {
  const p99Of = (name: Name) => median(rounds.map((round) => round[name].p99Ms)) / UNNOTICED_MS
  return {
    slipToUnnoticed: p99Of('slip'),
    fiveToUnnoticed: p99Of('fiveAtOnce'),
    slipToPage: ratioOf(rounds, ({ p50Ms }) => p50Ms, 'slip', 'page'),
  }
}

/** W2: form 01 as PDF/A with its codes, typeset in the worker, beside the least that a typeset page costs. */
export async function slipWorkload(
  pace: Pace,
  progress: (line: string) => void,
  interrupted: AbortSignal,
): Promise<Result> {
  const printer = startChild(new URL('printer.ts', import.meta.url), interrupted)
  const target = (name: Name, what: PrintQuestion['what'], atOnce: number): Target<Name> => ({
    name,
    async run(seconds) {
      const before = cpuOf(printer.pid)
      const question: PrintQuestion = { what, atOnce, seconds }
      const report = await printer.ask<LoadReport>(question, (seconds + 60) * 1000)
      const after = cpuOf(printer.pid)
      const isKnown = before !== undefined && after !== undefined && report.operations > 0
      return {
        ...report,
        processMicros: isKnown ? (after - before) / report.operations : null,
        databaseMicros: 0,
      }
    },
  })
  try {
    const targets = [target('slip', 'slip', 1), target('fiveAtOnce', 'slip', 5), target('page', 'page', 1)]
    const rounds = await interleave(targets, pace, progress)
    return {
      name: 'slip',
      about: 'form 01 as PDF/A-2b with QR and bar code, in the worker of the process',
      ratios: ratiosOf(rounds),
      judgements,
      rounds,
      agreements: [],
    }
  } finally {
    await printer.stop()
  }
}
