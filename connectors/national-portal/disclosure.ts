import type { Clock } from '../../kernel/clock.ts'
import type { Database } from '../../platform/db/index.ts'
import { recordReading } from '../../platform/ledger/index.ts'
import { NAME } from './followers.ts'
import { saveDisclosed } from './store.ts'
import type { WholeDossier } from './whole-dossier.ts'

export interface Disclosed {
  readonly dossierId: string
  readonly messageId: string
  readonly fields: readonly string[]
}

/** Writes down as a reading of the applicant's data that the portal is given a message; to be awaited before it leaves. Once a message. */
export async function recordDisclosure(
  database: Database,
  clock: Clock,
  personId: string,
  { dossierId, messageId, fields }: Disclosed,
): Promise<void> {
  await database.transact(async (tx) => {
    if (!(await saveDisclosed(tx, dossierId, messageId))) return
    await recordReading(tx, {
      reader: { kind: 'system', id: NAME },
      personId,
      purpose: 'national-portal.dossier-sent',
      caseId: dossierId,
      fields,
      at: clock(),
    })
  })
}

/** What of the applicant's a message tells, by name. */
export function fieldsIn({ dossier, steps }: Pick<WholeDossier, 'dossier' | 'steps'>): readonly string[] {
  const { SoDienThoai, Email, TaiLieuNop, DanhSachHoSoBoSung, DanhSachGiayToKetQua } = dossier
  return [
    'name',
    'national-id',
    ...(SoDienThoai === undefined ? [] : ['phone']),
    ...(Email === undefined ? [] : ['email']),
    ...(TaiLieuNop.length === 0 ? [] : ['parts']),
    ...(DanhSachHoSoBoSung.length === 0 ? [] : ['supplements']),
    ...(DanhSachGiayToKetQua.length === 0 ? [] : ['result']),
    ...(steps.length === 0 ? [] : ['steps']),
  ]
}
