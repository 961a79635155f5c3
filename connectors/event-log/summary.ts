import type { Db } from '../../platform/db/index.ts'
import type { LogSummary } from './contract.ts'
import { tallyCases, type ChannelTally } from './store.ts'

/** How a log stands, counted from its cases. */
export async function summariseLog(db: Db, log: string): Promise<LogSummary> {
  const tallies = await tallyCases(db, log)
  const sum = (pick: (tally: ChannelTally) => number) =>
    tallies.reduce((total, tally) => total + pick(tally), 0)
  const [cases, closed, heldBack] = [sum((t) => t.cases), sum((t) => t.closed), sum((t) => t.heldBack)]
  return {
    log,
    cases,
    events: sum((t) => t.events),
    open: cases - closed - heldBack,
    closed,
    onTime: sum((t) => t.onTime),
    late: sum((t) => t.late),
    heldBack,
    byChannel: Object.fromEntries(
      tallies.map(({ channel, closed: ended, onTime }) => [channel, { closed: ended, onTime }]),
    ),
  }
}
