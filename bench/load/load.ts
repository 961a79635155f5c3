import { startChild, type Child } from '../child.ts'

export interface Sender {
  readonly headers: Readonly<Record<string, string>>
  /** Sent in turn. */
  readonly bodies: readonly string[]
}

export interface LoadQuestion {
  readonly port: number
  /** Posted to. */
  readonly path: string
  /** Read in turn instead. */
  readonly paths?: readonly string[]
  /** One a connection. */
  readonly senders: readonly Sender[]
  readonly seconds: number
}

export interface LoadReport {
  readonly operations: number
  readonly failures: number
  readonly firstFailure: string | null
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
}

/** The load comes from a process of its own, so that it is no part of what is measured. */
export function startLoad(interrupted: AbortSignal): Child {
  return startChild(new URL('process.ts', import.meta.url), interrupted)
}
