import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type Provider from 'oidc-provider'
import { Problem } from '../../../kernel/problem.ts'
import { asResponse, hijack, passThrough } from '../../http/index.ts'
import type { IssuerName, IssuerSettings } from '../issuers.ts'
import type { ProvinceMode } from '../province-mode.ts'
import { choicePage, errorPage, type StandInAccount, type StandInWords } from './page.ts'

export type { StandInAccount, StandInWords }

export interface StandInSettings {
  readonly mode: ProvinceMode
  readonly name: IssuerName
  readonly publicUrl: URL
  /** Where it stands on this very server, '/stand-in/…'. */
  readonly path: string
  readonly accounts: readonly StandInAccount[]
  readonly words: StandInWords
}

export interface StandIn {
  /** As a real issuer's settings; the secret is made anew at each start and leaves the process never. */
  readonly settings: IssuerSettings
  /** Reaches the stand-in without a socket, whatever proxy stands before PUBLIC_URL. */
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
  readonly mount: (app: FastifyInstance) => Promise<void>
}

/**
 * An OpenID provider of simulated accounts on this server, for a demo. Problem 'auth.stand-in-in-real-province'
 * in any other province.
 */
export async function createStandIn(settings: StandInSettings): Promise<StandIn> {
  const { mode, name, publicUrl, path, accounts, words } = settings
  if (mode !== 'demo')
    throw new Problem('forbidden', 'auth.stand-in-in-real-province', { meta: { issuer: name } })
  const issuer = new URL(path, publicUrl)
  const [clientId, clientSecret] = ['thong-suot', randomBytes(32).toString('base64url')]
  const { createProvider } = await import('./provider.ts')
  const provider = createProvider({
    issuer,
    clientId,
    clientSecret,
    redirectUri: new URL(`/auth/${name}/callback`, publicUrl).href,
    accounts,
    claims: [...new Set(accounts.flatMap(({ claims }) => Object.keys(claims)))],
  })
  let mounted: FastifyInstance | undefined
  return {
    settings: { url: issuer, clientId, clientSecret },
    async fetch(url, { method, headers, body }) {
      if (mounted === undefined) throw new TypeError('fetch failed: the stand-in is not mounted')
      const answer = await mounted.inject({
        method: method === 'POST' ? 'POST' : 'GET',
        url: url.slice(publicUrl.origin.length),
        headers: Object.fromEntries(new Headers(headers)),
        ...(body === undefined || body === null ? {} : { payload: await new Response(body).text() }),
      })
      return asResponse(answer)
    },
    async mount(app) {
      mounted = app
      const operation = `standIn-${name}`
      await passThrough(app, {
        urls: [`${path}/interaction/:uid`],
        methods: ['GET', 'POST'],
        operationId: `${operation}-choose`,
        tag: 'stand-in',
        handler: (request, reply) => choose({ provider, accounts, words, publicUrl, path }, request, reply),
      })
      await passThrough(app, {
        urls: [`${path}/*`],
        methods: ['GET', 'HEAD', 'POST', 'OPTIONS'],
        operationId: operation,
        tag: 'stand-in',
        handler: async (request, reply) => {
          hijack(reply)
          await provider.callback()(within(path, publicUrl, request.raw), reply.raw)
        },
      })
    },
  }
}

/** The request as the provider must see it: below its mount, at PUBLIC_URL whatever name the browser used. */
function within(path: string, publicUrl: URL, request: IncomingMessage): IncomingMessage {
  const url = request.url ?? path
  request.headers['x-forwarded-host'] = publicUrl.host
  request.headers['x-forwarded-proto'] = publicUrl.protocol.slice(0, -1)
  return Object.assign(request, { originalUrl: url, url: url.slice(path.length) || '/' })
}

interface Choosing extends Pick<StandInSettings, 'accounts' | 'words' | 'publicUrl' | 'path'> {
  readonly provider: Provider
}

async function choose(
  { provider, accounts, words, publicUrl, path }: Choosing,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const action = request.url.split('?')[0] ?? path
  const raw = within(path, publicUrl, request.raw)
  const styleNonce = reply.cspNonce.style
  reply.type('text/html; charset=utf-8').header('cache-control', 'no-store')
  try {
    await provider.interactionDetails(raw, reply.raw)
  } catch (error) {
    const code = error instanceof Error ? error.message : 'unknown'
    return reply.code(410).send(errorPage(words, styleNonce, code))
  }
  if (request.method !== 'POST') return reply.send(choicePage({ words, accounts, action, styleNonce }))
  const form = new URLSearchParams(await readShort(raw))
  const accountId = form.get('account')
  const isKnown = accounts.some(({ subject }) => subject === accountId)
  const result = isKnown ? { login: { accountId, remember: false } } : { error: 'access_denied' }
  const returnTo = await provider.interactionResult(raw, reply.raw, result, {
    mergeWithLastSubmission: false,
  })
  return reply.redirect(returnTo, 303)
}

const longestForm = 4096

async function readShort(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) {
    text += String(chunk)
    if (text.length > longestForm) throw new Problem('invalid', 'http.body-too-large')
  }
  return text
}
