import { logNameOf, replayLog } from '../../connectors/event-log/index.ts'
import { Problem } from '../../kernel/problem.ts'
import { place, seal } from '../../platform/ledger/index.ts'
import type { Command } from './command.ts'

export const replay: Command = {
  name: 'replay',
  usage: 'replay FILE.xes|FILE.xes.gz [--as NAME] [--json]',
  help: [
    'Takes the cases of an event log (XES, IEEE 1849) in as dossiers that lived at their own time.',
    'The log must be declared in the province’s content, event-logs/NAME; NAME is the file’s unless --as gives it.',
    'A second run changes nothing. Cases that contradict themselves are set apart with the reason.',
  ].join('\n'),
  options: { as: { type: 'string' } },
  async run({ province, words, options, progress, say }) {
    const [path, ...more] = words
    if (path === undefined || more.length > 0) throw new Problem('invalid', 'cli.one-file')
    const { database, clock, contentFolder } = province
    const name = typeof options['as'] === 'string' ? options['as'] : logNameOf(path)
    const tell = (done: number, of: number) => progress(`replay ${name}: ${done} / ${of}`)
    const summary = await replayLog({ database, clock, contentFolder, path, name, progress: tell })
    await place(database)
    await seal(database, clock(), { maxAgeMs: 0 })
    say(
      `${summary.cases} cases and ${summary.events} events read: ${summary.closed} closed (${summary.onTime} on time, ` +
        `${summary.late} late), ${summary.open} open, ${summary.heldBack} set apart.`,
    )
    return { summary: { ...summary } }
  },
}
