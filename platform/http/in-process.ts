import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import type { FastifyInstance } from 'fastify'

export interface InProcessRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Path and query, '/api/v1/…'. */
  readonly path: string
  /** The cookie of the visitor on whose behalf the call is made; it signs it. */
  readonly cookie: string | null
  /** The visitor's address, the one that limits count. */
  readonly ip: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | ReadableStream<Uint8Array> | null
}

export type InProcessApi = (request: InProcessRequest) => Promise<Response>

/**
 * Calls the product's own API without a socket, through every hook and schema. The page whose loader or action
 * calls has passed the same-origin check itself, hence the header.
 */
export function inProcessApi(app: FastifyInstance): InProcessApi {
  return async ({ method, path, cookie, ip, headers, body }) => {
    const payload = typeof body === 'object' && body !== null ? Readable.fromWeb(body) : body
    const answer = await app.inject({
      method,
      url: path,
      remoteAddress: ip,
      headers: { 'sec-fetch-site': 'same-origin', ...(cookie === null ? {} : { cookie }), ...headers },
      ...(payload === undefined || payload === null ? {} : { payload }),
    })
    return asResponse(answer)
  }
}

interface InjectedAnswer {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, number | string | readonly string[] | undefined>>
  readonly rawPayload: Buffer
}

const bodiless = new Set([204, 205, 304])

/** A light-my-request answer as a WHATWG Response. */
export function asResponse({ statusCode, headers, rawPayload }: InjectedAnswer): Response {
  const copied = new Headers()
  for (const [name, value] of Object.entries(headers)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined) copied.append(name, String(one))
    }
  }
  const body = bodiless.has(statusCode) ? null : new Uint8Array(rawPayload)
  return new Response(body, { status: statusCode, headers: copied })
}
