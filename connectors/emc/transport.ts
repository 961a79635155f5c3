import type { TSchema, Static } from 'typebox'
import { Value } from 'typebox/value'
import type { Delivery } from '../../platform/outbox/index.ts'
import type { EmcEndpoint } from './settings.ts'
import {
  Answer,
  CountsAnswer,
  FORMAT,
  ListAnswer,
  paths,
  type CountRow,
  type HoSo,
  type ListRow,
} from './wire/provisional/messages.ts'
import { wireDay } from './wire/provisional/to-ho-so.ts'

/** What became of a question; without an answer nothing is known. */
export type Asked<T> = { readonly rows: readonly T[] } | { readonly error: string }

export interface Transport {
  /** One attempt at telling a dossier; `key` is the same at every attempt of one message. */
  tell(hoSo: HoSo, key: string, signal: AbortSignal): Promise<Delivery>
  count(from: string, to: string): Promise<Asked<CountRow>>
  list(acceptedOn: string, agencyCode: string): Promise<Asked<ListRow>>
}

/** The provisional way to the monitor: JSON over HTTP with a token, and a key under which the same is taken in once. */
export function provisionalTransport(
  endpoint: EmcEndpoint,
  provinceCode: string,
  timeoutMs = 10_000,
): Transport {
  const post = (path: string, body: object, signal?: AbortSignal, key?: string) =>
    postJson(
      endpoint,
      path,
      { PhienBan: FORMAT, MaTinh: provinceCode, ...body },
      {
        signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])]),
        ...(key === undefined ? {} : { key }),
      },
    )
  async function ask<S extends TSchema>(path: string, body: object, schema: S): Promise<Static<S> | string> {
    const posted = await post(path, body)
    if (posted.kind !== 'answered') return posted.error
    if (posted.status === 200 && Value.Check(schema, posted.body)) return posted.body
    return `${path}: status ${posted.status}, ${wordsOf(posted.body) || 'an answer that cannot be read'}`
  }
  return {
    async tell(hoSo, key, signal) {
      const posted = await post(paths.dossier, { HoSo: hoSo }, signal, key)
      return deliveryOf(posted)
    },
    async count(from, to) {
      const days = { TuNgay: wireDay(from), DenNgay: wireDay(to) }
      const answer = await ask(paths.counts, days, CountsAnswer)
      return typeof answer === 'string' ? { error: answer } : { rows: answer.SoLieu }
    },
    async list(acceptedOn, agencyCode) {
      const body = { NgayTiepNhan: wireDay(acceptedOn), MaDonVi: agencyCode }
      const answer = await ask(paths.list, body, ListAnswer)
      return typeof answer === 'string' ? { error: answer } : { rows: answer.DanhSach }
    },
  }
}

type Posted =
  | { readonly kind: 'answered'; readonly status: number; readonly body: unknown }
  | { readonly kind: 'not-sent' | 'lost'; readonly error: string }

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
  { baseUrl, token }: EmcEndpoint,
  path: string,
  body: object,
  { signal, key }: { readonly signal: AbortSignal; readonly key?: string },
): Promise<Posted> {
  const address = (typeof baseUrl === 'string' ? baseUrl : baseUrl()).replace(/\/$/, '') + path
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      body: JSON.stringify(body),
      redirect: 'error',
      signal,
    })
    return { kind: 'answered', status: response.status, body: parsed(await response.text()) }
  } catch (error) {
    const code = codeOf(error)
    return { kind: NEVER_LEFT.has(code) ? 'not-sent' : 'lost', error: code }
  }
}

function deliveryOf(posted: Posted): Delivery {
  if (posted.kind !== 'answered') {
    return { outcome: posted.kind === 'lost' ? 'unknown' : 'unavailable', error: posted.error }
  }
  const { status, body } = posted
  const words = wordsOf(body)
  // It wants nothing from anybody at this moment, or from this account: no dossier is at fault.
  if (status >= 500 || [401, 403, 408, 429].includes(status)) {
    return { outcome: 'unavailable', error: `status ${status} ${words}`.trim() }
  }
  if (!Value.Check(Answer, body)) return { outcome: 'unknown', error: `status ${status}, not to be read` }
  if (status < 300 && body.MaLoi === '0') return { outcome: 'delivered', answer: { MaLoi: '0' } }
  return {
    outcome: 'refused',
    reasons: [{ path: '', code: 'emc.refused', meta: { errorCode: body.MaLoi, words } }],
  }
}

/** The monitor's own words, with every number that might be a person's taken out. */
function wordsOf(body: unknown): string {
  const words = Value.Check(Answer, body) ? body.MoTaLoi : ''
  return words.replaceAll(/\d{9,}/g, '…').slice(0, 500)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.name
}
