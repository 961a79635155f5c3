import type { Logger } from '../../platform/logging/index.ts'
import type { Settings } from '../../platform/config/index.ts'
import type { Province } from '../province.ts'

/** What a command works with: the province opened for it, its words after the name, and how to tell of its progress. */
export interface Work {
  readonly province: Province
  readonly settings: Settings
  readonly logger: Logger
  readonly words: readonly string[]
  readonly options: Readonly<Record<string, string | boolean | undefined>>
  /** For people, on a terminal: overwrites itself. */
  readonly progress: (line: string) => void
  readonly say: (line: string) => void
}

/** `summary` is what --json prints as its last line; `failed` makes the exit code 1. */
export interface Done {
  readonly summary: Readonly<Record<string, unknown>>
  readonly failed?: boolean
}

export interface Command {
  readonly name: string
  readonly usage: string
  readonly help: string
  readonly options: Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>
  readonly run: (work: Work) => Promise<Done>
}
