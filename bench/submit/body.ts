import type { SubmitInput } from '../../modules/dossiers/contract.ts'

/** Birth registration with a delegate: a form of some thirty answers and two papers, about 2 KB. */
export const procedure = { code: '1.001193', caseKey: 'with-birth-notice' }
const papers = ['birth-notice', 'authorisation'] as const

const answers = {
  childName: 'Nguyễn Thị Ngọc Ánh',
  childSex: 'female',
  childBornOn: '2026-11-02',
  childBirthPlace: 'Bệnh viện Đa khoa Long An, phường Long An, tỉnh Tây Ninh',
  birthProof: 'notice',
  childEthnicity: 'Kinh',
  childNationality: 'Việt Nam',
  childHometown: 'Xã Tân Biên, tỉnh Tây Ninh',
  motherKnown: 'yes',
  motherName: 'Trần Thị Ngọc Bích',
  motherId: '080192990002',
  motherBornOn: '1992-11-30',
  motherEthnicity: 'Kinh',
  motherNationality: 'Việt Nam',
  motherResidence: 'Số 12, đường Nguyễn Huệ, phường Long An, tỉnh Tây Ninh',
  fatherKnown: 'yes',
  fatherName: 'Nguyễn Văn An',
  fatherId: '072085990001',
  fatherBornOn: '1985-03-12',
  fatherEthnicity: 'Kinh',
  fatherNationality: 'Việt Nam',
  fatherResidence: 'Số 12, đường Nguyễn Huệ, phường Long An, tỉnh Tây Ninh',
  marriageRegistered: 'yes',
  marriagePlace: 'Ủy ban nhân dân xã Tân Biên, số 45/2018, ngày 20 tháng 5 năm 2018',
  declarantName: 'Đoàn Thị Thảo Vy',
  declarantId: '072307990007',
  declarantPhone: '0912345678',
  declarantResidence: 'Ấp Tân Hòa, xã Tân Biên, tỉnh Tây Ninh',
  declarantRelation: 'delegate',
  copies: 3,
  note:
    'Cha mẹ cháu đang làm việc ở xa, nhờ người thân nộp giúp và nhận kết quả thay. Khi có giấy khai sinh, xin báo qua số ' +
    'điện thoại của người khai ở trên trong giờ hành chính; nếu cần bổ sung giấy tờ gì xin ghi rõ từng loại một lần.',
}

export function submitInput(agencyId: string, sha256: string): SubmitInput {
  return {
    procedure: procedure.code,
    caseKey: procedure.caseKey,
    agencyId,
    delivery: 'counter',
    answers,
    parts: papers.map((requirement) => ({ requirement, sha256, name: `${requirement}.pdf` })),
  }
}
