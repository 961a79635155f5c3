import { generateKeyPairSync, randomBytes } from 'node:crypto'
import Provider, { type Context } from 'oidc-provider'
import { memoryStore } from './memory.ts'
import type { StandInAccount } from './page.ts'

export interface ProviderSettings {
  readonly issuer: URL
  readonly clientId: string
  readonly clientSecret: string
  readonly redirectUri: string
  readonly accounts: readonly StandInAccount[]
  /** The name of every claim of an account besides `sub`. */
  readonly claims: readonly string[]
}

const hour = 3600

/** A whole OpenID provider with one client; its keys live as long as the process. */
export function createProvider(settings: ProviderSettings): Provider {
  const { issuer, clientId, clientSecret, redirectUri, accounts, claims } = settings
  const path = issuer.pathname
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const provider = new Provider(issuer.href, {
    adapter: memoryStore(),
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256', kid: 'stand-in' }] },
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [redirectUri],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    cookies: {
      keys: [randomBytes(32).toString('base64url')],
      long: { signed: true, path, httpOnly: true, sameSite: 'lax' },
      short: { signed: true, path, httpOnly: true, sameSite: 'lax' },
    },
    scopes: ['openid'],
    claims: { openid: ['sub', ...claims] },
    pkce: { required: () => true },
    ttl: {
      AccessToken: 600,
      AuthorizationCode: 60,
      IdToken: 600,
      Interaction: 600,
      Session: hour,
      Grant: hour,
    },
    interactions: { url: (_context: unknown, { uid }: { uid: string }) => `${path}/interaction/${uid}` },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
    clientBasedCORS: () => false,
    findAccount: (_context: unknown, id: string) => findAccount(accounts, id),
    loadExistingGrant: grantAll,
    renderError: (context: Context, { error }: { error: string }) => {
      context.type = 'text'
      context.body = error
    },
  })
  provider.proxy = true
  provider.silent = true
  return provider
}

function findAccount(accounts: readonly StandInAccount[], id: string) {
  const account = accounts.find(({ subject }) => subject === id)
  return account && { accountId: id, claims: () => ({ sub: id, ...account.claims }) }
}

/** There is nobody to ask for consent: the one client is the province's own. */
async function grantAll({ oidc }: Context) {
  const { client, session, provider } = oidc
  const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId })
  grant.addOIDCScope('openid')
  await grant.save()
  return grant
}
