import { Problem } from '../../kernel/problem.ts'
import type { Partner } from './wire/v106/messages.ts'

/** Where fees are paid to. */
export interface Beneficiary {
  readonly account: string
  readonly bank: string
  readonly name: string
}

export interface PlatformEndpoint {
  /** Scheme, host and port, and a path where there is one; the paths below are put behind it. */
  readonly baseUrl: string | (() => string)
  readonly initPath: string
  readonly queryPath: string
  readonly statementPath: string
  readonly partner: Partner
  readonly beneficiary: Beneficiary
}

/** The stand-in that this server brings along, in a demonstration. */
export interface OwnStandIn {
  /** Where this server is reached on loopback, asked when needed: its port may be known only then. */
  readonly standInAt: () => string
  /** A file in which the stand-in keeps what was paid; without it it forgets at a restart. */
  readonly keepIn?: string
}

export interface PaymentPlatformSettings {
  readonly provinceMode: 'demo' | 'real'
  /** Null while there is no platform: nothing can be paid online. */
  readonly endpoint: PlatformEndpoint | OwnStandIn | null
  /** Where people reach this server; the platform sends them back there. */
  readonly publicUrl: string
  /** 6 s. */
  readonly timeoutMs?: number
}

/** Problem 'payment-platform.endpoint-not-loopback': a demonstration takes nobody's money. */
export function checkSettings(
  { provinceMode }: Pick<PaymentPlatformSettings, 'provinceMode'>,
  endpoint: PlatformEndpoint | null,
): void {
  if (provinceMode === 'demo' && typeof endpoint?.baseUrl === 'string') demandLoopback(endpoint.baseUrl)
}

/** The address itself, if it is of this machine. Problem 'payment-platform.endpoint-not-loopback'. */
export function demandLoopback(url: string): string {
  const { hostname } = new URL(url)
  const isLoopback = hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
  if (!isLoopback) throw new Problem('invalid', 'payment-platform.endpoint-not-loopback')
  return url
}
