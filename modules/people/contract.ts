import Type from 'typebox'

const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })
const Text = Type.String({ minLength: 1 })
const Subject = Type.String({ pattern: '^[a-z][a-z0-9-]*$' })

export const Role = Type.Enum(['reception', 'case-officer', 'approver', 'leader', 'operator'])
export type Role = Type.Static<typeof Role>

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
] as const
