import { useRouteLoaderData } from 'react-router'
import type { House } from '../api.ts'
import type { Language } from '../language.ts'
import type { Visitor } from '../visitor.ts'
import { wordsIn, type Words } from './words.ts'

/** What the root knows on every page. */
export interface RootKnows {
  readonly language: Language
  readonly house: House
  readonly visitor: Visitor
  readonly nonce: string
}

export function useRoot(): RootKnows | undefined {
  return useRouteLoaderData<RootKnows>('root') as RootKnows | undefined
}

export function useLanguage(): Language {
  return useRoot()?.language ?? 'vi'
}

export function useWords(): Words {
  return wordsIn(useLanguage())
}
