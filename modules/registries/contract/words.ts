import Type from 'typebox'

/** Words on a screen: Vietnamese first, English where there are any. */
export const Words = Type.Object({
  vi: Type.String({ minLength: 1, maxLength: 1000 }),
  en: Type.Optional(Type.String({ minLength: 1, maxLength: 1000 })),
})
export type Words = Type.Static<typeof Words>
