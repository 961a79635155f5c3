import { useRouteLoaderData } from 'react-router'
import type { House } from '../api.ts'
import type { Language } from '../language.ts'
import type { Theme } from '../theme.ts'
import type { Visitor } from '../visitor.ts'
import { wordsIn, type Words } from './words.ts'

/** What the root knows on every page. */
export interface RootKnows {
  readonly language: Language
  readonly theme: Theme
  readonly house: House
  readonly visitor: Visitor
  /** The house's instant of the page, until it is loaded anew. */
  readonly now: string
  /** Where an officer serves, by name; empty for anybody else. */
  readonly offices: readonly string[]
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

/** The province's name in the page's language; empty where the root could not be asked. */
export function useProvinceName(): string {
  const house = useRoot()?.house
  return (useLanguage() === 'en' ? house?.provinceEn : house?.province) ?? ''
}
