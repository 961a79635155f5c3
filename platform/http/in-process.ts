import type { FastifyInstance, HTTPMethods } from 'fastify'

export interface InProcessRequest {
  readonly method?: HTTPMethods
  /** Path and query, '/api/v1/…'. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  /** A value is sent as JSON. */
  readonly body?: unknown
  /** The request on whose behalf this one is made: its cookie signs it, its address is the one that limits count. */
  readonly from: { readonly ip: string; readonly headers: { readonly cookie?: string | undefined } }
}

export type InProcessApi = (request: InProcessRequest) => Promise<Response>

/**
 * Calls the product's own API without a socket, through every hook and schema. The page whose loader or action
 * calls has passed the same-origin check itself, hence the header.
 */
export function inProcessApi(app: FastifyInstance): InProcessApi {
  return async ({ method = 'GET', path, headers, body, from }) => {
    const cookie = from.headers.cookie
    const answer = await app.inject({
      method: method as 'GET',
      url: path,
      remoteAddress: from.ip,
      headers: {
        'sec-fetch-site': 'same-origin',
        ...(cookie === undefined ? {} : { cookie }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
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
