import { createContext, data, type RouterContextProvider } from 'react-router'
import { withoutHidden } from '../../kernel/text.ts'
import type { Language } from './language.ts'
import type { Theme } from './theme.ts'

/** A call of the product's own API, answered in process; `cookie` is the visitor's, so that rights are the visitor's too. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly cookie: string | null
  /** Where the visitor calls from: the address that limits count. */
  readonly ip: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | ReadableStream<Uint8Array> | null
}

export type Api = (request: ApiRequest) => Promise<Response>

/** What the house says of itself on every page; `demo` puts the watermark on it. */
export interface House {
  readonly province: string
  readonly provinceEn: string
  readonly demo: boolean
}

/** One visit of one page: who calls, in which language, with which script nonce. */
export interface Visit {
  readonly api: Api
  readonly cookie: string | null
  readonly ip: string
  readonly language: Language
  readonly theme: Theme
  readonly nonce: string
  readonly house: House
  /** The house's clock, as an ISO instant: what is left of a time limit is told by it. */
  readonly now: () => string
  /** Tells the log of a fault; a refusal is not one. */
  readonly report: (fault: unknown) => void
}

export const visitContext = createContext<Visit>()

export interface ProblemField {
  readonly path: string
  readonly code: string
  readonly meta?: Readonly<Record<string, unknown>>
}

/** RFC 9457 as the API writes it; the screen chooses the words from `code`. */
export interface ApiProblem {
  readonly status: number
  readonly code: string
  readonly fields: readonly ProblemField[]
  readonly meta: Readonly<Record<string, unknown>>
}

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: ApiProblem }

interface Routed {
  readonly request: Request
  readonly context: Readonly<RouterContextProvider>
}

export async function call<T>(
  { context }: Pick<Routed, 'context'>,
  method: ApiRequest['method'],
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer<T>> {
  const { api, cookie, ip } = context.get(visitContext)
  const response = await api({
    method,
    path,
    cookie,
    ip,
    ...(body === undefined
      ? { headers }
      : { headers: { 'content-type': 'application/json', ...headers }, body: bodyOf(body) }),
  })
  return answerOf<T>(response)
}

/** What people type and paste comes with hidden and decomposed characters that nobody sees; the API refuses those. */
function bodyOf(body: unknown): string {
  return JSON.stringify(body, (_name, value: unknown) =>
    typeof value === 'string' ? withoutHidden(value) : value,
  )
}

/** Passes the page's own body on as it comes (an upload is never held in memory here). */
export async function forward<T>({ context, request }: Routed, path: string): Promise<Answer<T>> {
  const { api, cookie, ip } = context.get(visitContext)
  const headers: Record<string, string> = {}
  for (const name of ['content-type', 'content-length']) {
    const value = request.headers.get(name)
    if (value !== null) headers[name] = value
  }
  return answerOf<T>(await api({ method: 'POST', path, cookie, ip, headers, body: request.body }))
}

/** Streams a file of the API's to the browser, under the visitor's rights. */
export function passOn({ context }: Pick<Routed, 'context'>, path: string): Promise<Response> {
  const { api, cookie, ip } = context.get(visitContext)
  return api({ method: 'GET', path, cookie, ip })
}

/** The value, or the nearest error page with the API's problem. */
export async function get<T>(routed: Pick<Routed, 'context'>, path: string): Promise<T> {
  const answer = await call<T>(routed, 'GET', path)
  if (!answer.ok) throw failure(answer.problem)
  return answer.value
}

export function failure(problem: ApiProblem): ReturnType<typeof data<ApiProblem>> {
  return data(problem, { status: problem.status })
}

export function isApiProblem(value: unknown): value is ApiProblem {
  return typeof value === 'object' && value !== null && 'code' in value && 'status' in value
}

async function answerOf<T>(response: Response): Promise<Answer<T>> {
  const text = await response.text()
  const value: unknown = text === '' ? undefined : JSON.parse(text)
  if (response.ok) return { ok: true, value: value as T }
  const told = (value ?? {}) as Partial<ApiProblem>
  return {
    ok: false,
    problem: {
      status: response.status,
      code: typeof told.code === 'string' ? told.code : `http.${response.status}`,
      fields: Array.isArray(told.fields) ? told.fields : [],
      meta: told.meta ?? {},
    },
  }
}

/** A path with its query; absent and empty values are left out. */
export function withQuery(path: string, query: Readonly<Record<string, string | null | undefined>>): string {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) if (value) search.set(key, value)
  const text = search.toString()
  return text === '' ? path : `${path}?${text}`
}
