import { randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyReply } from 'fastify'

/** What a page names its own scripts and styles by, so that the browser runs no others. */
export interface Nonces {
  readonly script: string
  readonly style: string
}

declare module 'fastify' {
  interface FastifyReply {
    /** Drawn when a page first asks; the policy of its answer then names them. */
    readonly cspNonce: Nonces
  }
}

const oneYear = 365 * 24 * 3600

/** Security headers of every answer; a page takes its nonces from `reply.cspNonce.script` and `.style`. */
export function addSecurityHeaders(app: FastifyInstance, publicUrl: URL): void {
  const secure = publicUrl.protocol === 'https:'
  const headers = {
    'content-security-policy': policy(secure),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'origin-agent-cluster': '?1',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(self)',
    // 'no-referrer' would make browsers send `Origin: null` with our own forms, which same-origin.ts refuses.
    'referrer-policy': 'same-origin',
    ...(secure ? { 'strict-transport-security': `max-age=${oneYear}; includeSubDomains` } : {}),
    'x-content-type-options': 'nosniff',
    'x-dns-prefetch-control': 'off',
    'x-download-options': 'noopen',
    'x-frame-options': 'DENY',
    'x-permitted-cross-domain-policies': 'none',
    'x-xss-protection': '0',
  }
  const drawn = new WeakMap<FastifyReply, Nonces>()
  app.decorateReply('cspNonce', {
    getter(this: FastifyReply) {
      const known = drawn.get(this)
      if (known !== undefined) return known
      const nonces = { script: randomBytes(16).toString('hex'), style: randomBytes(16).toString('hex') }
      drawn.set(this, nonces)
      this.header('content-security-policy', policy(secure, nonces))
      return nonces
    },
  })
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers)
    done()
  })
}

function policy(secure: boolean, nonces?: Nonces): string {
  const own = (nonce: string | undefined) => (nonce === undefined ? "'self'" : `'self' 'nonce-${nonce}'`)
  return [
    "default-src 'self'",
    "base-uri 'none'",
    `script-src ${own(nonces?.script)}`,
    `style-src ${own(nonces?.style)}`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
    ...(secure ? ['upgrade-insecure-requests'] : []),
  ].join(';')
}
