import { Problem } from '../../kernel/problem.ts'

export interface PortalEndpoint {
  /** Scheme, host and port, and a path where there is one; the paths below are put behind it. */
  readonly baseUrl: string | (() => string)
  readonly loginPath: string
  readonly integrationPath: string
  readonly sharePath: string
  readonly username: string
  readonly password: string
  /** The target agency's code, where the adapter in between wants one (header dstcode). */
  readonly destinationCode?: string
}

/** The stand-in that this server brings along, in a demonstration. */
export interface OwnStandIn {
  /** Where this server is reached on loopback, asked when needed: its port may be known only then. */
  readonly standInAt: () => string
  /** A file in which the stand-in keeps what it received; without it it forgets at a restart. */
  readonly keepIn?: string
}

export interface NationalPortalSettings {
  readonly provinceMode: 'demo' | 'real'
  /** The province's identifier, which every dossier code carries: 'H53'. */
  readonly provinceCode: string
  /** Who sends, as the portal knows it (madonvi): 'H53' or '000.00.00.H53', by agreement. */
  readonly senderCode: string
  /** Null while there is no portal to send to: what is to be told waits. */
  readonly endpoint: PortalEndpoint | OwnStandIn | null
  /** Where the portal reaches this server, to pull files. */
  readonly publicUrl: string
  /** At least 32 bytes; signs the links to files. */
  readonly linkSecret: Uint8Array
  /** How long a link to a file may be used; 7 days. */
  readonly linkDays?: number
  /** 6 s, as systems in use have it. */
  readonly timeoutMs?: number
}

/**
 * Holds the settings against each other. Problems 'national-portal.endpoint-not-loopback': a demonstration talks to nobody
 * outside this machine; 'national-portal.link-secret-short'.
 */
export function checkSettings(
  { provinceMode, linkSecret }: Pick<NationalPortalSettings, 'provinceMode' | 'linkSecret'>,
  endpoint: PortalEndpoint | null,
): void {
  if (linkSecret.length < 32) throw new Problem('invalid', 'national-portal.link-secret-short')
  if (provinceMode === 'demo' && typeof endpoint?.baseUrl === 'string') demandLoopback(endpoint.baseUrl)
}

/** The address itself, if it is of this machine. Problem 'national-portal.endpoint-not-loopback'. */
export function demandLoopback(url: string): string {
  const { hostname } = new URL(url)
  const isLoopback = hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
  if (!isLoopback) throw new Problem('invalid', 'national-portal.endpoint-not-loopback')
  return url
}
