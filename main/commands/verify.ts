import { dossierSeries, recountDossiers, seriesName } from '../../modules/dossiers/index.ts'
import { compareCells } from '../../platform/cells/index.ts'
import { verifySeals } from '../../platform/ledger/index.ts'
import type { Command } from './command.ts'

const LOGS = ['ledger', 'reading'] as const

export const verify: Command = {
  name: 'verify',
  usage: 'verify [--json]',
  help: 'Recomputes every seal and counts every figure again from the dossiers, in one snapshot; says what differs, or 0 mismatches.',
  options: {},
  async run({ province, progress, say }) {
    const { database } = province
    const names = Object.keys(dossierSeries) as (keyof typeof dossierSeries)[]
    const { seals, cells } = await database.snapshot(async (db) => {
      const sealReports = []
      for (const log of LOGS) {
        sealReports.push(
          await verifySeals(db, {
            log,
            progress: (checked, of) => progress(`seals of the ${log}: ${checked} / ${of}`),
          }),
        )
      }
      const cellReports = []
      for (const name of names) {
        progress(`figures: ${name}`)
        cellReports.push(await compareCells(db, seriesName(name), recountDossiers(db)))
      }
      return { seals: sealReports, cells: cellReports }
    })
    for (const { log, blocks, sealedEntries, erasedPayloads, unsealed, findings } of seals) {
      say(
        `${log}: ${sealedEntries} entries sealed in ${blocks} blocks, ${erasedPayloads} payloads erased by right, ` +
          `${unsealed.placed + unsealed.unplaced} entries not sealed yet.`,
      )
      for (const finding of findings) say(`  ${JSON.stringify(finding)}`)
    }
    for (const { definition, counts, cells: checked, mismatches } of cells) {
      say(`${definition}: ${counts} counts held against ${checked} cells.`)
      for (const mismatch of mismatches) say(`  ${JSON.stringify(mismatch)}`)
    }
    const mismatches =
      seals.reduce((sum, { findingCount }) => sum + findingCount, 0) +
      cells.reduce((sum, { mismatchCount }) => sum + mismatchCount, 0)
    say(`${mismatches} mismatches`)
    return {
      failed: mismatches > 0,
      summary: {
        mismatches,
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
      },
    }
  },
}
