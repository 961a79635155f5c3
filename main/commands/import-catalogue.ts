import { isLocalDate } from '../../kernel/dates.ts'
import { Problem } from '../../kernel/problem.ts'
import { countReasons, importCatalogue } from '../../modules/procedures/index.ts'
import { place, seal } from '../../platform/ledger/index.ts'
import type { Command } from './command.ts'

const SHOWN = 20
const TOLD = 200

export const importCatalogueCommand: Command = {
  name: 'import-catalogue',
  usage: 'import-catalogue FILE.csv|FILE.csv.gz [--as-of DATE] [--dry-run] [--json]',
  help: [
    'Takes the national catalogue of procedures in: every row an entry under its code, its text kept as it is.',
    'What is doubtful becomes a finding for a person to settle; nothing is guessed. A second run changes nothing.',
    'With --dry-run the file is read and held against what is known, and nothing is written.',
    'The entries are known from --as-of on, a day like 2026-07-31; from today on without it.',
  ].join('\n'),
  options: { 'as-of': { type: 'string' }, 'dry-run': { type: 'boolean' } },
  async run({ province, words, options, progress, say }) {
    const [path, ...more] = words
    if (path === undefined || more.length > 0) throw new Problem('invalid', 'cli.import-catalogue-what')
    const { database, clock } = province
    const { importId, changes, findings, ...told } = await importCatalogue({
      database,
      at: clock(),
      path,
      ...dayOf(options['as-of']),
      dryRun: options['dry-run'] === true,
      progress: (rows) => progress(`import-catalogue: ${rows} rows`),
    })
    if (importId !== null) {
      await place(database)
      await seal(database, clock(), { maxAgeMs: 0 })
    }
    const { added, changed, unchanged, absent } = changes
    const reasons = countReasons(findings)
    say(
      `${told.rows} rows read: ${added.length} added, ${changed.length} changed, ${unchanged} unchanged; ` +
        `${absent.length} known before are not in the file and stay as they were.`,
    )
    for (const { code, fields } of changed.slice(0, SHOWN)) {
      say(`  ${code}${fields.length === 0 ? ': the same row, understood otherwise' : ''}`)
      for (const { field, before, after } of fields)
        say(`    ${field}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`)
    }
    if (changed.length > SHOWN) say(`  … and ${changed.length - SHOWN} more`)
    say(`${findings.length} findings:`)
    for (const [reason, count] of Object.entries(reasons).toSorted(([, a], [, b]) => b - a))
      say(`  ${String(count).padStart(6)} ${reason}`)
    say(
      importId === null
        ? options['dry-run'] === true
          ? 'A trial: nothing was written.'
          : 'Nothing new: nothing was written.'
        : `Written down as import ${importId}.`,
    )
    return {
      summary: {
        importId,
        ...told,
        added: added.length,
        changed: changed.length,
        unchanged,
        absent: absent.length,
        changes: changed.slice(0, TOLD).map(({ code, fields }) => ({ code, fields })),
        findings: findings.length,
        findingsByReason: reasons,
      },
    }
  },
}

function dayOf(given: string | boolean | undefined): { asOf?: string } {
  if (given === undefined) return {}
  if (typeof given === 'string' && isLocalDate(given)) return { asOf: given }
  throw new Problem('invalid', 'cli.not-a-day', { meta: { given } })
}
