import type { Language } from '../language.ts'
import { en } from './en.ts'
import { vi } from './vi.ts'

type Spoken<T> = T extends string
  ? string
  : T extends (...args: infer A) => string
    ? (...args: A) => string
    : { readonly [K in keyof T]: Spoken<T[K]> }

/** Every word of the screens; Vietnamese sets the keys, and English has each of them. */
export type Words = Spoken<typeof vi>

const spoken: Readonly<Record<Language, Words>> = { vi, en }

export function wordsIn(language: Language): Words {
  return spoken[language]
}
