import { randomBytes } from 'node:crypto'
import * as openid from 'openid-client'
import type { Clock } from '../../kernel/clock.ts'
import { Problem } from '../../kernel/problem.ts'
import type { Database } from '../db/index.ts'
import type { Issuer, IssuerName } from './issuers.ts'
import { sha256 } from './sessions.ts'
import * as store from './store.ts'

/** Long enough to find one's telephone, short enough to be worthless when found. */
export const attemptSeconds = 600
const attemptLife = attemptSeconds * 1000
const issuerPatienceSeconds = 10

export interface SignInSettings {
  readonly database: Database
  readonly clock: Clock
  readonly publicUrl: URL
  readonly issuers: readonly Issuer[]
}

export interface Returned {
  readonly issuer: Issuer
  readonly userinfo: Readonly<Record<string, unknown>>
  readonly nextPath: string
}

/** The OpenID Connect code flow with PKCE, state and nonce. */
export interface SignIn {
  /** Where the browser goes to sign in; `browser` ties the way back to it. */
  readonly begin: (name: IssuerName, browser: string, nextPath: string) => Promise<URL>
  /** What the issuer said of whoever came back; each attempt serves once. */
  readonly complete: (name: IssuerName, browser: string | undefined, query: string) => Promise<Returned>
}

export const newBrowserKey = (): string => randomBytes(32).toString('base64url')

export function createSignIn({ database, clock, publicUrl, issuers }: SignInSettings): SignIn {
  const configurations = new Map<IssuerName, openid.Configuration>()

  const get = (name: IssuerName): Issuer => {
    const issuer = issuers.find((one) => one.name === name)
    if (issuer === undefined) throw new Problem('missing', 'auth.no-such-issuer')
    return issuer
  }
  const configure = async (issuer: Issuer): Promise<openid.Configuration> => {
    const known = configurations.get(issuer.name)
    if (known) return known
    const configuration = await reach(issuer, () => discover(issuer))
    configurations.set(issuer.name, configuration)
    return configuration
  }
  const redirectUri = (name: IssuerName): string => new URL(`/auth/${name}/callback`, publicUrl).href

  return {
    async begin(name, browser, nextPath) {
      const issuer = get(name)
      const configuration = await configure(issuer)
      const codeVerifier = openid.randomPKCECodeVerifier()
      const [state, nonce] = [openid.randomState(), openid.randomNonce()]
      const now = clock()
      await store.deleteAttemptsBefore(database, new Date(now.getTime() - attemptLife))
      const hashes = { state: sha256(state), browser: sha256(browser) }
      await store.addAttempt(database, now, hashes, { issuer: name, nonce, codeVerifier, nextPath })
      return openid.buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri(name),
        scope: issuer.scope,
        code_challenge: await openid.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
        state,
        nonce,
        // On a shared machine the next visitor must not be let in as the one before.
        prompt: 'login',
        ...issuer.parameters,
      })
    },
    async complete(name, browser, query) {
      const issuer = get(name)
      const state = new URLSearchParams(query).get('state')
      if (state === null || browser === undefined) throw new Problem('gone', 'auth.attempt-unknown')
      const since = new Date(clock().getTime() - attemptLife)
      const hashes = { state: sha256(state), browser: sha256(browser) }
      const attempt = await store.takeAttempt(database, hashes, name, since)
      if (attempt === undefined) throw new Problem('gone', 'auth.attempt-unknown')
      const configuration = await configure(issuer)
      const returnedTo = new URL(redirectUri(name))
      returnedTo.search = query
      const userinfo = await reach(issuer, async () => {
        const tokens = await openid.authorizationCodeGrant(configuration, returnedTo, {
          expectedState: state,
          expectedNonce: attempt.nonce,
          pkceCodeVerifier: attempt.codeVerifier,
          idTokenExpected: true,
        })
        const subject = tokens.claims()?.sub ?? ''
        return openid.fetchUserInfo(configuration, tokens.access_token, subject)
      })
      return { issuer, userinfo, nextPath: attempt.nextPath }
    },
  }
}

async function discover({ settings, fetch }: Issuer): Promise<openid.Configuration> {
  const { url, clientId, clientSecret } = settings
  return openid.discovery(url, clientId, clientSecret, openid.ClientSecretBasic(clientSecret), {
    timeout: issuerPatienceSeconds,
    execute: [
      // Verifies the ID token's signature even though it comes straight from the issuer.
      openid.enableNonRepudiationChecks,
      // checkIssuers lets http through only where the issuer is this machine.
      ...(url.protocol === 'http:' ? [openid.allowInsecureRequests] : []),
    ],
    ...(fetch === undefined ? {} : { [openid.customFetch]: fetch as openid.CustomFetch }),
  })
}

/** Tells a refusal by the person or the issuer from an issuer that is away or answers wrongly. */
async function reach<T>({ name }: Issuer, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (cause) {
    const meta = { issuer: name }
    if (cause instanceof openid.AuthorizationResponseError) {
      throw new Problem('forbidden', 'auth.refused-by-issuer', {
        meta: { ...meta, error: cause.error },
        cause,
      })
    }
    const code = isUnreachable(cause) ? 'auth.issuer-unreachable' : 'auth.issuer-answer-invalid'
    throw new Problem('unavailable', code, { meta, cause })
  }
}

function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? error.code : undefined
  if (code === 'OAUTH_TIMEOUT' || code === 'OAUTH_RESPONSE_IS_NOT_CONFORM') return true
  return error.message === 'fetch failed' || isUnreachable(error.cause)
}
