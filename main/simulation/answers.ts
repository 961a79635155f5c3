import { addDays, type LocalDate } from '../../kernel/dates.ts'
import type { Person } from '../../modules/people/index.ts'
import type { ProcedureVersion } from '../../modules/procedures/index.ts'
import type { FieldSchema } from '../../platform/forms/index.ts'
import { choicesOf } from '../../platform/forms/index.ts'
import { identityOf, nameOf, type DemoNames } from './people.ts'
import type { Random } from './random.ts'

/** Of whom, where and when answers tell. */
export interface Told {
  readonly person: Person
  readonly area: string
  readonly day: LocalDate
  readonly names: DemoNames
  readonly random: Random
}

/** What is answered most often, where the first choice of a form is not. */
const USUAL: Readonly<Record<string, string>> = {
  declarantRelation: 'father',
  adjacent: 'no',
  ipFiled: 'no',
  hasTechnology: 'no',
  union: 'no',
  relatedRules: 'no',
  status: 'never',
  purpose: 'marriage',
}

const TEXTS: readonly (readonly [RegExp, readonly string[]])[] = [
  [
    /businessName/,
    [
      'Hộ kinh doanh Tạp hóa Cô Ba',
      'Hộ kinh doanh Quán ăn Hương Quê',
      'Hộ kinh doanh Cà phê Bến Sông',
      'Hộ kinh doanh Vật tư nông nghiệp Tư Lành',
    ],
  ],
  [
    /activities/,
    ['Bán lẻ lương thực, thực phẩm', 'Dịch vụ ăn uống', 'Bán lẻ vật tư nông nghiệp', 'Sửa chữa xe máy'],
  ],
  [
    /documentName/,
    [
      'Bằng tốt nghiệp đại học',
      'Giấy chứng nhận quyền sử dụng đất',
      'Giấy khai sinh',
      'Sổ hộ khẩu cũ',
      'Học bạ trung học phổ thông',
    ],
  ],
  [/workName/, ['Nhà ở riêng lẻ', 'Nhà ở kết hợp buôn bán']],
  [/festivalName/, ['Lễ Kỳ yên đình làng', 'Lễ hội Trung thu xã']],
  [/parcel/, ['Thửa 125, tờ bản đồ số 7', 'Thửa 48, tờ bản đồ số 12']],
  [/birthPlace/i, ['Bệnh viện Đa khoa Long An', 'Bệnh viện Đa khoa Tây Ninh', 'Trạm y tế xã']],
  [/ethnicity/i, ['Kinh', 'Kinh', 'Kinh', 'Kinh', 'Khmer', 'Hoa']],
  [/nationality/i, ['Việt Nam']],
  [
    /employerName|hostName|organisationName/,
    ['Công ty TNHH May Phương Nam (mô phỏng)', 'Trường Cao đẳng Nghề (mô phỏng)'],
  ],
]

/** Answers to what a procedure's form must have, as an applicant would give them. */
export function answersTo(version: ProcedureVersion, told: Told): Record<string, unknown> {
  const answers: Record<string, unknown> = {}
  for (const { name, schema, isRequired } of version.form?.fields ?? []) {
    if (isRequired) answers[name] = answerTo(name, schema, told)
  }
  return answers
}

function answerTo(name: string, schema: FieldSchema, told: Told): unknown {
  const { person, random, day } = told
  switch (schema['x-from']) {
    case 'person.name':
      return person.name
    case 'person.nationalId':
      return person.nationalId
    case 'person.birthOn':
      return person.birthOn
    case undefined:
    default:
  }
  const choices = choicesOf(schema)
  if (choices !== undefined && choices.length > 0) {
    if (/sex/i.test(name)) return random.pick(choices)
    const usual = USUAL[name]
    return usual !== undefined && choices.includes(usual) ? usual : choices[0]
  }
  switch (schema.type) {
    case 'boolean':
      return true
    case 'integer':
    case 'number':
      return numberFor(name, schema.minimum ?? 0, random)
    case 'string':
      return textFor(name, schema.format, told)
    case 'array':
    case 'object':
      return undefined
  }
  return day
}

function numberFor(name: string, least: number, random: Random): number {
  if (/capital/i.test(name)) return random.whole(2, 50) * 10_000_000
  if (/area/i.test(name)) return random.whole(60, 240)
  if (/marriages/i.test(name)) return least
  return least + random.whole(0, 4)
}

function textFor(
  name: string,
  format: string | undefined,
  { person, area, day, names, random }: Told,
): string {
  switch (format) {
    case 'national-id':
      return identityOf(random.whole(0, 200_000)).nationalId
    case 'phone-vn':
      return `0990${String(random.whole(0, 999_999)).padStart(6, '0')}`
    case 'date':
      if (/bornOn/i.test(name) && !/child/i.test(name)) return identityOf(random.whole(0, 200_000)).birthOn
      return addDays(day, -random.whole(1, 25))
    case 'email':
      return 'mo.phong@example.com'
    case undefined:
    default:
  }
  const known = TEXTS.find(([pattern]) => pattern.test(name))
  if (known !== undefined) return random.pick(known[1])
  if (/address|residence|place|At$/i.test(name)) return `Số ${random.whole(1, 400)}, ${area}`
  if (/name|leader/i.test(name)) {
    return nameOf(names, /mother|woman|female/i.test(name) ? 'female' : 'male', random)
  }
  if (/Id$|Code$/.test(name)) return person.nationalId ?? ''
  return 'Nội dung mô phỏng'
}
