import { Problem } from '../../kernel/problem.ts'
import { simulate as run } from '../simulation/index.ts'
import type { Command } from './command.ts'

const DEFAULTS = { dossiers: 1000, months: 6, seed: 1 } as const
const LIMITS = { dossiers: [1, 2_000_000], months: [1, 36], seed: [0, 2_147_483_647] } as const

function numberOf(name: keyof typeof DEFAULTS, given: string | boolean | undefined): number {
  if (given === undefined) return DEFAULTS[name]
  const [least, most] = LIMITS[name]
  const value = Number(given)
  if (typeof given === 'string' && /^\d+$/.test(given) && value >= least && value <= most) return value
  throw new Problem('invalid', 'cli.not-a-number', { meta: { name, least, most } })
}

export const simulate: Command = {
  name: 'simulate',
  usage: 'simulate [--dossiers N] [--months M] [--seed S] [--json]',
  help: [
    'Fills a demo province with N dossiers that lived over the last M months, the same again for the same seed.',
    'Stopped at any moment, it goes on where it was when called again with the same numbers; once finished it changes nothing.',
    'People, names and papers are made up; nothing of it is told to any outside system. A real province refuses.',
  ].join('\n'),
  options: { dossiers: { type: 'string' }, months: { type: 'string' }, seed: { type: 'string' } },
  async run({ province, words, options, progress, say }) {
    if (words.length > 0) throw new Problem('invalid', 'cli.simulate-what')
    const asked = {
      dossiers: numberOf('dossiers', options['dossiers']),
      months: numberOf('months', options['months']),
      seed: numberOf('seed', options['seed']),
    }
    const report = await run(province, asked, { progress })
    say(
      report.wasFinished
        ? `These ${asked.dossiers} dossiers were simulated before: nothing was changed.`
        : `${report.written} of ${asked.dossiers} dossiers were simulated in ${report.seconds} s.`,
    )
    return { summary: { ...report } }
  },
}
