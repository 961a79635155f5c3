import Type from 'typebox'

const Texts = Type.Array(Type.String({ minLength: 1 }), { minItems: 1 })

/** How people say what the law says otherwise: each of `say` may mean any of `mean`. The file everyday-words.yaml. */
export const EverydayWords = Type.Object(
  { words: Type.Array(Type.Object({ say: Texts, mean: Texts })) },
  { $id: 'https://thongsuot.vn/schemas/everyday-words', title: 'EverydayWords' },
)
export type EverydayWords = Type.Static<typeof EverydayWords>

export const everydayWordsEntries = { published: 'everyday-words.published' } as const
