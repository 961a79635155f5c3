import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { localDateOf } from '../kernel/dates.ts'
import { loadContent } from '../main/content.ts'
import { findAgencyByKey } from '../modules/agencies/index.ts'
import type { SubmitInput } from '../modules/dossiers/contract.ts'
import {
  countInDossiers,
  dossierSeries,
  dossierSums,
  leasedSerials,
  type DossierParts,
} from '../modules/dossiers/index.ts'
import { bringFile } from '../modules/dossiers/service/upload.ts'
import { visitorOf } from '../modules/people/index.ts'
import { decideProvinceMode } from '../platform/auth/index.ts'
import { addDefinition, keepSums } from '../platform/cells/index.ts'
import { openFileStore } from '../platform/files/index.ts'
import type { CitizenVisitor, OfficerVisitor } from '../platform/http/index.ts'
import { testDatabase, type TestDatabase } from './database.ts'

export const contentFolder = new URL('../content/tay-ninh', import.meta.url).pathname

/** The smallest PDF that is one. */
export const aPdf = Buffer.from(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n' +
    'xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n' +
    'trailer<</Size 3/Root 1 0 R>>\nstartxref\n96\n%%EOF\n',
)

/** Those who deal with a province, and what they bring. */
export interface Inhabitants {
  agency(key: string): Promise<string>
  citizen(subject: string): Promise<CitizenVisitor>
  officer(subject: string): Promise<OfficerVisitor>
  /** A birth registration with all it needs, submitted by nobody yet. */
  birth(visitor: CitizenVisitor, agencyKey: string): Promise<SubmitInput>
  file(visitor: CitizenVisitor | OfficerVisitor): Promise<{ sha256: string; name: string }>
}

export interface LivingProvince extends TestDatabase, Inhabitants {
  readonly parts: DossierParts
  /** What the clock shows; tests set it. */
  at(instant: string | Date): void
  readonly now: () => Date
}

/** A demo province with its whole content, on a clock that stands where the test puts it. */
export async function livingProvince(startAt: string): Promise<LivingProvince> {
  let instant = new Date(startAt)
  const clock = () => new Date(instant)
  const given = await testDatabase()
  const { database } = given
  const folder = await mkdtemp(join(tmpdir(), 'ts-files-'))
  await database.transact((tx) => decideProvinceMode(tx, clock(), 'demo'))
  await loadContent(database, clock(), contentFolder, 'demo')
  for (const series of Object.values(dossierSeries)) {
    await addDefinition(database, clock, series, (tx, after, limit) =>
      countInDossiers(tx, clock, after, limit),
    )
  }
  await keepSums(database, clock, dossierSums)
  const files = await openFileStore(folder, clock)
  const parts: DossierParts = { database, clock, files, serials: leasedSerials(database) }
  return {
    ...given,
    ...inhabitantsOf(parts),
    parts,
    at: (next) => {
      instant = new Date(next)
    },
    now: clock,
    async drop() {
      await given.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export function inhabitantsOf(parts: DossierParts): Inhabitants {
  const { database, clock } = parts
  const file = async (visitor: CitizenVisitor | OfficerVisitor) => {
    const brought = await bringFile(parts, visitor, {
      stream: (async function* () {
        yield aPdf
      })(),
      name: 'giay-to.pdf',
      declaredType: 'application/pdf',
    })
    return { sha256: brought.sha256, name: brought.name }
  }
  const agency = async (key: string) => {
    const found = await findAgencyByKey(database, key)
    if (found === undefined) throw new Error(`There is no agency ${key}`)
    return found.id
  }
  return {
    agency,
    file,
    async citizen(subject) {
      const visitor = await visitorOf(
        database,
        { issuer: 'citizen', subject, assurance: 2 },
        localDateOf(clock()),
      )
      if (visitor.kind !== 'citizen') throw new Error(`There is no citizen ${subject}`)
      return visitor
    },
    async officer(subject) {
      const visitor = await visitorOf(
        database,
        { issuer: 'officer', subject, assurance: null },
        localDateOf(clock()),
      )
      if (visitor.kind !== 'officer') throw new Error(`There is no officer ${subject}`)
      return visitor
    },
    async birth(visitor, agencyKey) {
      return {
        procedure: '1.001193',
        caseKey: 'with-birth-notice',
        agencyId: await agency(agencyKey),
        delivery: 'counter',
        answers: birthAnswers,
        parts: [{ requirement: 'birth-notice', ...(await file(visitor)) }],
      }
    },
  }
}

export const birthAnswers = {
  childName: 'Nguyễn Thị Ngọc Ánh',
  childSex: 'female',
  childBornOn: '2026-11-02',
  childBirthPlace: 'Bệnh viện Đa khoa Long An, phường Long An',
  birthProof: 'notice',
  childEthnicity: 'Kinh',
  childNationality: 'Việt Nam',
  motherKnown: 'yes',
  motherName: 'Trần Thị Ngọc Bích',
  motherNationality: 'Việt Nam',
  fatherKnown: 'yes',
  fatherName: 'Nguyễn Văn An',
  fatherNationality: 'Việt Nam',
  marriageRegistered: 'yes',
  declarantName: 'Nguyễn Văn An',
  declarantId: '072085990001',
  declarantPhone: '0912345678',
  declarantRelation: 'father',
}

export const businessAnswers = {
  ownerName: 'Nguyễn Văn An',
  ownerId: '072085990001',
  ownerBornOn: '1985-11-30',
  ownerResidence: 'Phường Long An',
  ownerPhone: '0912345678',
  businessName: 'Hộ kinh doanh Tạp hóa Cô Ba',
  businessAddress: 'Số 1, phường Long An',
  activities: 'Bán lẻ lương thực, thực phẩm',
  capital: 50_000_000,
  workers: 1,
  submittedBy: 'owner',
  truthful: true,
}

export const copyAnswers = {
  documentName: 'Bằng tốt nghiệp đại học',
  documentOrigin: 'vietnam',
  pages: 3,
  copies: 2,
  applicantName: 'Trần Văn Mới',
  applicantId: '072090990099',
  lawful: true,
}
