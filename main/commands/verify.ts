import { dossierSeries, recount, seriesName } from '../../modules/dossiers/index.ts'
import { compareCellsByAgency } from '../../platform/cells/index.ts'
import { verifySeals } from '../../platform/ledger/index.ts'
import { readKeptRoots } from '../kept-roots.ts'
import type { Command } from './command.ts'

const LOGS = ['ledger', 'reading'] as const

export const verify: Command = {
  name: 'verify',
  usage: 'verify [--root FILE|DAY] [--json]',
  help: [
    'Recomputes every seal and counts every figure again from the dossiers, in one snapshot; says what differs, or 0 mismatches.',
    'The logs are held against every root that was published of them. --root holds them against those in a FILE as well, kept',
    'outside as GET /api/v1/seals or /api/v1/seals/DAY gave them: only they show what was cut off together with its root.',
    'With a DAY, as in --root 2026-11-23, that day must have been published.',
  ].join('\n'),
  options: { root: { type: 'string' } },
  async run({ province, options, progress, say }) {
    const { database } = province
    const kept =
      typeof options['root'] === 'string' ? await readKeptRoots(database, options['root']) : undefined
    const names = Object.keys(dossierSeries) as (keyof typeof dossierSeries)[]
    const { seals, cells, facts } = await database.snapshot(async (db) => {
      const sealReports = []
      for (const log of LOGS) {
        sealReports.push(
          await verifySeals(db, {
            log,
            published: (kept ?? []).filter((root) => root.log === log),
            progress: (checked, of) => progress(`seals of the ${log}: ${checked} / ${of}`),
          }),
        )
      }
      progress('figures')
      const { counts, report } = recount(db, (seen) => progress(`figures: ${seen} dossiers counted`))
      const cellReports = await compareCellsByAgency(db, names.map(seriesName), counts)
      return { seals: sealReports, cells: cellReports, facts: report() }
    })
    for (const { log, blocks, sealedEntries, erasedPayloads, unsealed, findings } of seals) {
      say(
        `${log}: ${sealedEntries} entries sealed in ${blocks} blocks, ${erasedPayloads} payloads erased by right, ` +
          `${unsealed.placed + unsealed.unplaced} entries not sealed yet.`,
      )
      for (const finding of findings) say(`  ${JSON.stringify(finding)}`)
    }
    if (kept !== undefined)
      say(`The logs were held against ${kept.length} roots of ${String(options['root'])}.`)
    for (const { definition, counts, cells: checked, mismatches } of cells) {
      say(`${definition}: ${counts} counts held against ${checked} cells.`)
      for (const mismatch of mismatches) say(`  ${JSON.stringify(mismatch)}`)
    }
    say(`${facts.dossiers} dossiers held against the records that the figures open.`)
    for (const id of facts.mismatches) say(`  ${id}`)
    const mismatches =
      seals.reduce((sum, { findingCount }) => sum + findingCount, 0) +
      cells.reduce((sum, { mismatchCount }) => sum + mismatchCount, 0) +
      facts.mismatchCount
    say(`${mismatches} mismatches`)
    return {
      failed: mismatches > 0,
      summary: {
        mismatches,
        rootsGiven: kept?.length ?? 0,
        seals: seals.map(({ log, blocks, sealedEntries, unsealed, root, findingCount }) => ({
          log,
          blocks,
          sealedEntries,
          unsealed,
          root,
          findingCount,
        })),
        cells: cells.map(({ definition, counts, cells: checked, mismatchCount }) => ({
          definition,
          counts,
          cells: checked,
          mismatchCount,
        })),
        facts: { dossiers: facts.dossiers, mismatchCount: facts.mismatchCount },
      },
    }
  },
}
