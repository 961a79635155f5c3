import type { Language } from '../language.ts'
import type { vi } from './vi.ts'

type Spoken<T> = T extends string
  ? string
  : T extends (...args: infer A) => string
    ? (...args: A) => string
    : { readonly [K in keyof T]: Spoken<T[K]> }

/** Every word of the screens; Vietnamese sets the keys, and English has each of them. */
export type Words = Spoken<typeof vi>

const learnt = new Map<Language, Words>()

/** Makes a language's words known here: the server learns all, a browser the one its page is written in. */
export function learn(language: Language, words: Words): void {
  learnt.set(language, words)
}

/** The words of a language; where it was not learnt, those of the one that was. */
export function wordsIn(language: Language): Words {
  const words = learnt.get(language) ?? [...learnt.values()][0]
  if (words === undefined) throw new Error('no language was learnt')
  return words
}
