import Type from 'typebox'
import { Role } from './contract/role.ts'

export * from './contract/administration.ts'
export * from './contract/rights.ts'
export { Role } from './contract/role.ts'

const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })
const Text = Type.String({ minLength: 1 })
const Subject = Type.String({ pattern: '^[a-z][a-z0-9-]*$' })

/** The file demo/people.yaml: simulated people for a province that is a demonstration. */
export const DemoPeople = Type.Object({
  citizens: Type.Array(
    Type.Object({
      subject: Subject,
      nationalId: Type.String({ pattern: '^(072|080)[0-3]\\d{2}99\\d{4}$' }),
      name: Text,
      birthOn: Day,
      assurance: Type.Integer({ minimum: 1, maximum: 4 }),
      email: Type.Optional(Type.String({ pattern: '@example\\.(com|org|net)$' })),
      tries: Text,
    }),
  ),
  officers: Type.Array(
    Type.Object({
      subject: Subject,
      name: Text,
      tries: Text,
      assignments: Type.Array(Type.Object({ agency: Text, role: Role, from: Day, to: Type.Optional(Day) }), {
        minItems: 1,
      }),
    }),
  ),
})
export type DemoPeople = Type.Static<typeof DemoPeople>

export const problems = [
  'people.person-missing',
  'people.officer-missing',
  'people.officer-unknown',
  'people.officer-without-role',
  'people.subject-of-another',
  'people.demo-in-real-province',
  'people.officer-changed',
  'people.subject-taken',
  'people.agency-not-administered',
  'people.role-not-grantable',
  'people.own-rights',
  'people.role-held-already',
  'people.role-not-held',
  'people.day-past',
  'people.last-operator',
  'people.period-empty',
  'people.delegation-exists',
  'people.delegation-ended',
  'people.nothing-to-move',
  'people.successor-unfit',
  'people.agency-not-in-force',
] as const

export const peopleEntries = {
  entered: 'people.officer-entered',
  renamed: 'people.officer-renamed',
  assigned: 'people.assigned',
  assignmentEnded: 'people.assignment-ended',
  positioned: 'people.positioned',
  moved: 'people.moved',
  delegated: 'people.delegated',
  delegationEnded: 'people.delegation-ended',
  left: 'people.left',
  handedOn: 'people.handed-on',
} as const
