import Type from 'typebox'

const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })
const Text = Type.String({ minLength: 1 })
const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

export const AreaKind = Type.Enum(['province', 'city', 'ward', 'commune', 'special-zone'])
export type AreaKind = Type.Static<typeof AreaKind>

/** An area as it is on a day; `code` is that of the General Statistics Office, `place` a point inside it. */
export const Area = Type.Object({
  code: Type.String(),
  name: Type.String(),
  kind: AreaKind,
  place: Nullable(Type.Object({ longitude: Type.Number(), latitude: Type.Number() })),
})
export type Area = Type.Static<typeof Area>

/** The file areas.yaml: a row is one area from a day on; several rows under one key are its history. */
export const AreasContent = Type.Object({
  defaults: Type.Object({ parent: Text, validFrom: Day, source: Text }),
  areas: Type.Array(
    Type.Object({
      key: Type.Optional(Text),
      code: Type.String({ pattern: '^[0-9]{2,5}$' }),
      kind: AreaKind,
      name: Text,
      parent: Type.Optional(Nullable(Text)),
      /** Longitude, latitude. */
      place: Type.Optional(
        Type.Array(Type.Number({ minimum: -180, maximum: 180 }), { minItems: 2, maxItems: 2 }),
      ),
      validFrom: Type.Optional(Day),
      validTo: Type.Optional(Day),
      source: Type.Optional(Text),
    }),
    { minItems: 1 },
  ),
})
export type AreasContent = Type.Static<typeof AreasContent>

const Confidence = Type.Enum(['high', 'medium', 'low'])

/** The file province.yaml. */
export const Province = Type.Object({
  key: Type.String({ pattern: '^[a-z][a-z0-9-]*$' }),
  name: Text,
  nameEn: Text,
  area: Text,
  agency: Text,
  validFrom: Day,
  codes: Type.Array(
    Type.Object({
      scheme: Type.Enum(['agency', 'territory']),
      code: Text,
      from: Day,
      to: Type.Optional(Day),
      source: Text,
      confidence: Confidence,
    }),
  ),
  seat: Type.Object({ area: Text, address: Text, source: Text, confidence: Confidence }),
  foundedBy: Text,
})
export type Province = Type.Static<typeof Province>

export const territoryEntries = { changed: 'territory.changed' } as const
