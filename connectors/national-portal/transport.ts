import type { PushService } from './wire/services.ts'
import { services } from './wire/services.ts'
import { readAnswer, type Answer } from './answers.ts'
import type { NationalPortalSettings, PortalEndpoint } from './settings.ts'

/**
 * What became of a request. `not-sent`: the portal never had it. `lost`: it may have, and no answer came. `failed`: it answered
 * that it cannot answer, and may have taken it in all the same.
 */
export type Reply =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'not-sent' | 'lost' | 'failed'; readonly error: string }

/** A way to the portal: provinces have it directly, through their own adapter, or as separate addresses. */
export interface Transport {
  push(
    service: PushService,
    data: readonly unknown[],
    isUpdating: boolean,
    signal: AbortSignal,
  ): Promise<Reply>
  lookUp(dossierCode: string, signal: AbortSignal): Promise<Reply>
}

/** The direct way: one envelope with a session, which is kept, and begun anew once when the portal says that it has ended. */
export function directTransport(
  endpoint: PortalEndpoint,
  { senderCode, timeoutMs = 6000 }: Pick<NationalPortalSettings, 'senderCode' | 'timeoutMs'>,
): Transport {
  let session: string | undefined
  const post = (path: string, body: unknown, signal: AbortSignal) =>
    postJson(endpoint, path, body, AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]))

  async function logIn(signal: AbortSignal): Promise<Reply | undefined> {
    const { username, password } = endpoint
    const reply = await post(endpoint.loginPath, { username, password }, signal)
    if (reply.kind !== 'answered') return { kind: 'not-sent', error: `login: ${reply.error}` }
    const { session: given, message } = isObject(reply.body) ? reply.body : {}
    if (typeof given === 'string' && given !== '') {
      session = given
      return undefined
    }
    const said = typeof message === 'string' ? message : ''
    return { kind: 'not-sent', error: `login refused: ${said.slice(0, 200)}` }
  }

  async function send(
    path: string,
    body: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
  ): Promise<Reply> {
    for (let attempt = 1; ; attempt += 1) {
      const failure = session === undefined ? await logIn(signal) : undefined
      if (failure) return failure
      const reply = await post(path, { session, madonvi: senderCode, ...body }, signal)
      if (reply.kind !== 'answered') {
        if (reply.error !== 'status 401' || attempt === 2) return reply
        session = undefined
        continue
      }
      const answer = readAnswer(reply.body)
      if (answer === undefined) return { kind: 'failed', error: 'the answer has no error_code' }
      if (answer.verdict !== 'session-ended' || attempt === 2) return { kind: 'answered', answer }
      session = undefined
    }
  }

  return {
    push: (service, data, isUpdating, signal) =>
      send(endpoint.integrationPath, { service, isUpdating: isUpdating ? 'True' : 'False', data }, signal),
    lookUp: (mahoso, signal) => send(endpoint.sharePath, { service: services.lookUp, mahoso }, signal),
  }
}

type Posted =
  | { readonly kind: 'answered'; readonly body: unknown }
  | { readonly kind: 'not-sent' | 'lost' | 'failed'; readonly error: string }

// Errors before a single byte could have left.
const NEVER_LEFT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

async function postJson(
  { baseUrl, destinationCode }: PortalEndpoint,
  path: string,
  body: unknown,
  signal: AbortSignal,
): Promise<Posted> {
  const headers = {
    accept: 'application/json',
    'content-type': 'application/json',
    charset: 'utf-8',
    ...(destinationCode === undefined ? {} : { dstcode: destinationCode }),
  }
  const address = (typeof baseUrl === 'string' ? baseUrl : baseUrl()).replace(/\/$/, '') + path
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
      redirect: 'error',
      signal,
    })
    const text = await response.text()
    if (!response.ok) return { kind: 'failed', error: `status ${response.status}` }
    return { kind: 'answered', body: parsed(text) }
  } catch (error) {
    const code = codeOf(error)
    return { kind: NEVER_LEFT.has(code) ? 'not-sent' : 'lost', error: code }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  if (cause instanceof Error && 'code' in cause) return String(cause.code)
  return error.name
}
