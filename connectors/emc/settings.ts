import { Problem } from '../../kernel/problem.ts'

export interface EmcEndpoint {
  /** Scheme, host and port, and a path where there is one. */
  readonly baseUrl: string | (() => string)
  readonly token: string
}

/** The stand-in that this server brings along, in a demonstration. */
export interface OwnStandIn {
  /** Where this server is reached on loopback, asked when needed: its port may be known only then. */
  readonly standInAt: () => string
  /** A file in which the stand-in keeps what it received; without it it forgets at a restart. */
  readonly keepIn?: string
}

export interface EmcSettings {
  readonly provinceMode: 'demo' | 'real'
  /** The province's identifier: 'H53'. */
  readonly provinceCode: string
  /** Null while there is no monitor to send to: what is to be told waits. */
  readonly endpoint: EmcEndpoint | OwnStandIn | null
  /** 10 s. */
  readonly timeoutMs?: number
}

/** Problem 'emc.endpoint-not-loopback': a demonstration talks to nobody outside this machine. */
export function checkEndpoint(mode: 'demo' | 'real', endpoint: EmcEndpoint | null): void {
  if (mode === 'demo' && typeof endpoint?.baseUrl === 'string') demandLoopback(endpoint.baseUrl)
}

/** The address itself, if it is of this machine. Problem 'emc.endpoint-not-loopback'. */
export function demandLoopback(url: string): string {
  const { hostname } = new URL(url)
  const isLoopback = hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
  if (!isLoopback) throw new Problem('invalid', 'emc.endpoint-not-loopback')
  return url
}
