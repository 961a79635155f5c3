import type { FastifyRequest } from 'fastify'
import { Problem } from '../../kernel/problem.ts'

export interface OriginHeaders {
  readonly method: string
  readonly host: string | undefined
  readonly origin: string | undefined
  readonly secFetchSite: string | undefined
  readonly cookie: string | undefined
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Whether a request may change something: a browser must say that it comes from a page of this site.
 * A caller that sends neither header is no browser (curl, another system); it is let through only
 * without a cookie, for then there is nothing that another site could borrow.
 */
export function comesFromOwnPage(headers: OriginHeaders, publicUrl: URL): boolean {
  if (safeMethods.has(headers.method)) return true
  if (headers.secFetchSite !== undefined) return headers.secFetchSite === 'same-origin'
  if (headers.origin !== undefined) return isOwnOrigin(headers.origin, headers.host, publicUrl)
  return headers.cookie === undefined
}

function isOwnOrigin(origin: string, host: string | undefined, publicUrl: URL): boolean {
  if (origin === publicUrl.origin) return true
  return URL.canParse(origin) && new URL(origin).host === host
}

export function demandOwnPage(request: FastifyRequest, publicUrl: URL): void {
  const { headers, method, host } = request
  const told = { method, host, origin: headers.origin, cookie: headers.cookie }
  const secFetchSite = headers['sec-fetch-site']
  const site = typeof secFetchSite === 'string' ? secFetchSite : undefined
  if (!comesFromOwnPage({ ...told, secFetchSite: site }, publicUrl)) {
    throw new Problem('forbidden', 'http.cross-site')
  }
}
