import { newId } from '../../kernel/ids.ts'
import type { DossierTruth } from '../../modules/dossiers/index.ts'

export const SHA = 'ab'.repeat(32)

/** A dossier accepted on the morning after it was submitted, with one paper and nothing unknown. */
export function aTruth(overrides: Partial<DossierTruth> = {}): DossierTruth & { readonly acceptedAt: Date } {
  return {
    id: newId(),
    code: 'H53.25459-261123-0007',
    version: 2,
    origin: 'own',
    procedure: {
      code: '2.000815',
      name: 'Chứng thực bản sao từ bản chính',
      field: { code: 'G15-TP03', name: 'Chứng thực' },
    },
    channel: 'online',
    delivery: 'counter',
    applicant: {
      id: '01a20000-0000-7000-8000-000000000001',
      name: 'Nguyễn Thị Thử',
      kind: 'citizen',
      nationalId: '080190000001',
      phone: null,
      email: null,
      verified: true,
    },
    state: 'processing',
    submittedAt: new Date('2026-11-22T23:15:00Z'),
    dueAt: new Date('2026-11-24T10:00:00Z'),
    dueBasis: 'computed',
    finishedAt: null,
    refusedAt: null,
    releasedAt: null,
    acceptedBy: 'Lê Thị Nhận',
    releasedBy: null,
    refusal: null,
    receivingAgency: { id: newId(), name: 'Trung tâm Phục vụ hành chính công', code: 'H53.PVHCC' },
    competentAgency: { id: newId(), name: 'UBND phường Tân Ninh', code: 'H53.25459' },
    parts: [aPart()],
    steps: [],
    supplements: [],
    result: null,
    ...overrides,
    acceptedAt: overrides.acceptedAt ?? new Date('2026-11-23T01:00:00Z'),
  }
}

export function aPart(overrides: Partial<DossierTruth['parts'][number]> = {}): DossierTruth['parts'][number] {
  return {
    id: newId(),
    requirementCode: '000.00.00.G15-KQ0001',
    requirement: 'original',
    title: 'Bản chính giấy tờ',
    name: 'bang-tot-nghiep.pdf',
    sha256: SHA,
    mediaType: 'application/pdf',
    ...overrides,
  }
}

export function aStep(overrides: Partial<DossierTruth['steps'][number]> = {}): DossierTruth['steps'][number] {
  return {
    id: newId(),
    name: 'Thẩm định',
    role: 'case-officer',
    agencyName: 'UBND phường Tân Ninh',
    officerName: 'Trần Văn Việc',
    openedAt: new Date('2026-11-23T01:00:00Z'),
    dueAt: new Date('2026-11-23T10:00:00Z'),
    closedAt: new Date('2026-11-23T03:30:15Z'),
    outcome: 'đạt',
    ...overrides,
  }
}

export function aSupplement(
  overrides: Partial<DossierTruth['supplements'][number]> = {},
): DossierTruth['supplements'][number] {
  return {
    id: newId(),
    requestedAt: new Date('2026-11-23T02:00:00Z'),
    requestedBy: 'Trần Văn Việc',
    message: 'Bản chụp mờ, đề nghị chụp lại trang 2',
    answeredAt: null,
    dueBefore: new Date('2026-11-24T10:00:00Z'),
    dueAfter: null,
    ...overrides,
  }
}

export function aResult(
  overrides: Partial<NonNullable<DossierTruth['result']>> = {},
): NonNullable<DossierTruth['result']> {
  return {
    key: 'certified-copy',
    name: 'Bản sao được chứng thực',
    code: '000.00.00.G15-KQ0009',
    number: '12/2026-CTBS',
    issuedAt: new Date('2026-11-24T02:00:00Z'),
    file: { sha256: 'cd'.repeat(32), name: 'ban-sao.pdf' },
    ...overrides,
  }
}
