import { Readable } from 'node:stream'
import { newId } from '../../kernel/ids.ts'
import type { RegistryParts } from '../../modules/registries/index.ts'
import { enterRecord } from '../../modules/registries/service/acts.ts'
import { bringImport } from '../../modules/registries/service/importing.ts'
import { planPublication } from '../../modules/registries/service/publishing.ts'
import { readRegister } from '../../modules/registries/service/registers.ts'
import { writeWorkbook } from '../../platform/workbook/index.ts'
import type { Inhabitants } from '../living-province.ts'
import { visitors } from './visitors.ts'
import type { Subject } from './world.ts'

const key = 'science.organisations'
const keeper = 'ha-minh-duc'
const sheet = 'Tổ chức khoa học và công nghệ'
const header = { header: 'Mã tổ chức *', width: 20 }

/** A workbook of the register with one row, that lacks all but the code. */
export const aRegisterWorkbook = await writeWorkbook([{ name: sheet, columns: [header], rows: [['VNC-77']] }])

/** An institute that nobody has entered yet. */
const institute = () => ({ code: `VNC-${newId().toUpperCase()}`, name: 'Viện nghiên cứu', kind: 'institute' })

export function registerSubjects(
  parts: RegistryParts,
  people: Inhabitants,
): Readonly<Record<string, () => Promise<Subject>>> {
  return {
    'a register': async () => ({ key, values: JSON.stringify(institute()) }),
    'nothing of the kind': async () => ({ key: 'science.nothing' }),
    'a record': async () => {
      const values = institute()
      const { id } = await enterRecord(parts, await people.officer(keeper), key, { values })
      return { key, id, values: JSON.stringify(values) }
    },
    'a register and a workbook': async () => ({ key }),
    'an import of its keeper': async () => {
      const { id } = await bringImport(parts, await people.officer(keeper), key, {
        stream: Readable.from([aRegisterWorkbook]),
        name: 'to-chuc.xlsx',
        declaredType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      })
      return { key, id }
    },
    'a new version of a register': async () => {
      const operator = await people.officer(visitors.operator.account)
      const { declaration: now } = await readRegister(parts, operator, key)
      const [major = '', minor = '', patch = ''] = now.version.split('.')
      const name = { ...now.name, en: `${now.name.en ?? ''} ${patch}` }
      const declaration = { ...now, name, version: `${major}.${minor}.${Number(patch) + 1}` }
      const { plan } = await planPublication(parts, operator, { declaration })
      return { declaration: JSON.stringify(declaration), plan }
    },
  }
}

const valuesOf = ({ values = '{}' }: Subject): unknown => JSON.parse(values)
const declarationOf = ({ declaration = '{}' }: Subject): unknown => JSON.parse(declaration)
const reason = 'Báo cáo năm 2026'

export const registerBodies: Readonly<Record<string, (subject: Subject) => unknown>> = {
  'POST /api/v1/registers/plan': (subject) => ({ declaration: declarationOf(subject) }),
  'POST /api/v1/registers/publish': (subject) => ({
    declaration: declarationOf(subject),
    plan: subject['plan'],
  }),
  'POST /api/v1/registers/:key/records': (subject) => ({ values: valuesOf(subject) }),
  'PUT /api/v1/registers/:key/records/:id': (subject) => ({ revision: 1, values: valuesOf(subject), reason }),
  'PUT /api/v1/register-imports/:id/mapping': () => ({ mapping: { A: 'code' } }),
  'POST /api/v1/register-imports/:id/apply': () => ({ plan: 'ab'.repeat(32), take: 'good-rows' }),
  'POST /api/v1/registers/:key/records/:id/remove': () => ({ revision: 1, reason }),
}
