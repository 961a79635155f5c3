import Type from 'typebox'
import { Words } from './words.ts'

/** A register within its sector: 'science.organisations'. */
export const RegisterKey = Type.String({
  pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*[.][a-z][a-z0-9]*(-[a-z0-9]+)*$',
  maxLength: 45,
})
export type RegisterKey = Type.Static<typeof RegisterKey>

export const FieldName = Type.String({ pattern: '^[a-z][A-Za-z0-9]*$', maxLength: 40 })
export type FieldName = Type.Static<typeof FieldName>

export const Confidence = Type.Enum(['high', 'medium', 'low'])

export const Basis = Type.Object({
  clause: Type.String({ minLength: 1, maxLength: 500 }),
  confidence: Confidence,
})
export type Basis = Type.Static<typeof Basis>

/** What every field says besides its type. */
const described = {
  'x-label': Words,
  'x-help': Type.Optional(Words),
  'x-personal': Type.Optional(Type.Enum(['none', 'basic', 'sensitive'])),
  'x-legal': Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
}

const Choice = Type.Object({
  const: Type.String({ minLength: 1, maxLength: 100 }),
  'x-label': Type.Optional(Words),
})
const Choices = Type.Array(Choice, { minItems: 1, maxItems: 500 })

export const TextField = Type.Object({
  type: Type.Literal('string'),
  ...described,
  format: Type.Optional(
    Type.Enum(['date', 'national-id', 'tax-code', 'phone-vn', 'email', 'orcid', 'web-address']),
  ),
  pattern: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  minLength: Type.Optional(Type.Integer({ minimum: 1, maximum: 4000 })),
  maxLength: Type.Optional(Type.Integer({ minimum: 1, maximum: 4000 })),
  oneOf: Type.Optional(Choices),
  'x-widget': Type.Optional(Type.Enum(['textarea', 'radio', 'select'])),
  'x-unique': Type.Optional(Type.Boolean()),
  /** The value is the key of a record in that register. */
  'x-reference': Type.Optional(RegisterKey),
})
export type TextField = Type.Static<typeof TextField>

export const NumberField = Type.Object({
  type: Type.Enum(['integer', 'number']),
  ...described,
  minimum: Type.Optional(Type.Number()),
  maximum: Type.Optional(Type.Number()),
  multipleOf: Type.Optional(Type.Enum([1, 0.1, 0.01, 0.001, 0.000_001])),
  /** What is counted or measured: 'người', 'đồng', '%'. */
  'x-unit': Type.Optional(Type.String({ minLength: 1, maxLength: 30 })),
  'x-unique': Type.Optional(Type.Boolean()),
})
export type NumberField = Type.Static<typeof NumberField>

export const YesNoField = Type.Object({ type: Type.Literal('boolean'), ...described })
export type YesNoField = Type.Static<typeof YesNoField>

/** Several of a closed list. */
export const ChoicesField = Type.Object({
  type: Type.Literal('array'),
  ...described,
  items: Type.Object({ type: Type.Literal('string'), oneOf: Choices }),
  minItems: Type.Optional(Type.Integer({ minimum: 0, maximum: 100 })),
  maxItems: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
})
export type ChoicesField = Type.Static<typeof ChoicesField>

export const Field = Type.Union([TextField, NumberField, YesNoField, ChoicesField])
export type Field = Type.Static<typeof Field>

/** What may be done with the records of a register. */
export const RegisterAct = Type.Enum(['read', 'enter', 'correct', 'remove', 'import'])
export type RegisterAct = Type.Static<typeof RegisterAct>

/**
 * Who may do what: a role, held at the register's owner, at an agency under it, or anywhere in the province; on all records or on
 * those of the officer's own agency; for personal fields only with a purpose of those named.
 */
export const Right = Type.Object({
  role: Type.Enum(['reception', 'case-officer', 'approver', 'leader', 'operator', 'administrator']),
  at: Type.Enum(['owner', 'below-owner', 'anywhere']),
  may: Type.Array(RegisterAct, { minItems: 1, uniqueItems: true }),
  records: Type.Enum(['all', 'own-agency']),
  /** All fields where none are named. */
  fields: Type.Optional(Type.Array(FieldName, { minItems: 1 })),
  purposes: Type.Optional(Type.Array(Type.String({ minLength: 3, maxLength: 200 }), { minItems: 1 })),
})
export type Right = Type.Static<typeof Right>

const Page = Type.Object({
  key: Type.String({ pattern: '^[a-z][a-z0-9-]*$', maxLength: 60 }),
  title: Words,
  fields: Type.Array(FieldName, { minItems: 1 }),
})

/**
 * A register as content: a data contract after ODCS 3.1 (apiVersion, kind, id, version, status, and what they mean), whose schema
 * part is JSON Schema 2020-12 with a vocabulary of our own.
 */
export const Declaration = Type.Object({
  apiVersion: Type.Literal('v3.1.0'),
  kind: Type.Literal('DataContract'),
  id: RegisterKey,
  version: Type.String({ pattern: '^[1-9]\\d{0,2}[.]\\d{1,4}[.]\\d{1,4}$' }),
  status: Type.Enum(['draft', 'active', 'deprecated']),
  name: Words,
  purpose: Words,
  /** The agency that answers for the register, by its key. */
  owner: Type.String({ pattern: '^[a-z0-9][a-z0-9-]*$' }),
  legalBasis: Type.Array(Basis, { minItems: 1 }),
  /** How long records are kept after they are removed; null: for ever. */
  retention: Type.Object({
    years: Type.Union([Type.Integer({ minimum: 1, maximum: 200 }), Type.Null()]),
    basis: Basis,
  }),
  /** Whether anybody may read the fields that are not personal. */
  open: Type.Boolean(),
  schema: Type.Object({
    type: Type.Literal('object'),
    'x-key': Type.Array(FieldName, { minItems: 1, maxItems: 4, uniqueItems: true }),
    /** The field by which people know a record. */
    'x-title': FieldName,
    properties: Type.Record(FieldName, Field),
    required: Type.Array(FieldName, { uniqueItems: true }),
  }),
  /** The pages of the form; one with every field where none are told. */
  pages: Type.Optional(Type.Array(Page, { minItems: 1 })),
  /** The columns of the list, and the fields that it can be narrowed by. */
  list: Type.Object({
    columns: Type.Array(FieldName, { minItems: 1, maxItems: 12, uniqueItems: true }),
    filters: Type.Array(FieldName, { maxItems: 12, uniqueItems: true }),
  }),
  rights: Type.Array(Right, { minItems: 1 }),
})
export type Declaration = Type.Static<typeof Declaration>

/** The file sector.yaml: what its registers are about, and who keeps them. */
export const SectorContent = Type.Object({
  key: Type.String({ pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$', maxLength: 24 }),
  name: Words,
  purpose: Words,
  owner: Type.String({ pattern: '^[a-z0-9][a-z0-9-]*$' }),
})
export type SectorContent = Type.Static<typeof SectorContent>
