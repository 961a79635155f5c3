import { Problem } from '../../kernel/problem.ts'
import type { Tx } from '../db/index.ts'
import type { Actor } from '../ledger/index.ts'
import type { ProvinceMode } from './province-mode.ts'

export type IssuerName = 'citizen' | 'officer'

export interface IssuerSettings {
  readonly url: URL
  readonly clientId: string
  readonly clientSecret: string
}

/** Who an issuer's claims are, once they are known here. */
export interface Admitted {
  /** As the issuer knows them. */
  readonly subject: string
  /** As the ledger knows them: a person's or an officer's id. */
  readonly actor: Actor
  readonly assurance: number | null
}

/** An OpenID Connect issuer whose accounts may sign in. */
export interface Issuer {
  readonly name: IssuerName
  readonly settings: IssuerSettings
  readonly scope: string
  /** Further parameters of the authorisation request (acr_values). */
  readonly parameters?: Readonly<Record<string, string>>
  /** How the issuer is reached when it answers inside this process. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>
  /** Makes the account known and says who it is; a Problem refuses the sign-in. */
  readonly admit: (tx: Tx, at: Date, userinfo: Readonly<Record<string, unknown>>) => Promise<Admitted>
}

/** PREFIX_ISSUER, PREFIX_CLIENT_ID and PREFIX_CLIENT_SECRET of the environment: all three or, undefined, none. */
export function readIssuerSettings(
  environment: Readonly<Record<string, string | undefined>>,
  prefix: string,
): IssuerSettings | undefined {
  const names = ['ISSUER', 'CLIENT_ID', 'CLIENT_SECRET'].map((name) => `${prefix}_${name}`)
  const [url, clientId, clientSecret] = names.map((name) => environment[name]?.trim() || undefined)
  if (url === undefined && clientId === undefined && clientSecret === undefined) return undefined
  if (url === undefined || clientId === undefined || clientSecret === undefined || !URL.canParse(url)) {
    throw new Problem('invalid', 'auth.issuer-settings-incomplete', { meta: { names } })
  }
  return { url: new URL(url), clientId, clientSecret }
}

/**
 * The wall between play and life. A demo's issuers answer on this machine or at its own address: Problem
 * 'auth.real-issuer-in-demo'. A real province's are there ('auth.issuer-missing'), speak https and are
 * somebody else's host: Problem 'auth.unsafe-issuer-in-real-province'.
 */
export function checkIssuers(
  mode: ProvinceMode,
  publicUrl: URL,
  issuers: Readonly<Record<IssuerName, Pick<IssuerSettings, 'url'> | undefined>>,
): void {
  for (const [name, issuer] of Object.entries(issuers)) {
    const meta = { issuer: name, host: issuer?.url.host }
    if (mode === 'demo') {
      if (issuer && !isLoopback(issuer.url) && issuer.url.origin !== publicUrl.origin) {
        throw new Problem('invalid', 'auth.real-issuer-in-demo', { meta })
      }
    } else if (issuer === undefined) {
      throw new Problem('invalid', 'auth.issuer-missing', { meta })
    } else if (
      issuer.url.protocol !== 'https:' ||
      isLoopback(issuer.url) ||
      issuer.url.host === publicUrl.host
    ) {
      throw new Problem('invalid', 'auth.unsafe-issuer-in-real-province', { meta })
    }
  }
}

/** Whether an address can only be this machine. */
export function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}
