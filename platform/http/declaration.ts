import type { FastifyInstance, RouteOptions } from 'fastify'
import type { Access, Visitor } from './access.ts'
import type { LimitName } from './limits.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
    limit?: LimitName
    /** The route never looks at its visitor: no session is read, no request is counted, no access asked (built files, health). */
    impersonal?: boolean
  }
  interface FastifyRequest {
    visitor: Visitor
  }
}

/** Refuses at start any route that does not say what it is called, who may call it and what it answers. */
export function demandDeclarations(app: FastifyInstance): void {
  const operations = new Map<string, string>()
  app.addHook('onRoute', (route) => {
    const missing = missingIn(route)
    const name = `${String(route.method)} ${route.url}`
    if (missing.length > 0) throw new Error(`Route ${name} does not declare: ${missing.join(', ')}`)
    if (route.config?.impersonal === true && route.config.access !== 'public')
      throw new Error(`Route ${name} is impersonal, so that nobody's access can be asked: it must be public`)
    const operationId = String(route.schema?.operationId)
    const holder = operations.get(operationId)
    if (holder !== undefined && holder !== route.url) {
      throw new Error(`Operation ${operationId} is declared twice: ${holder} and ${route.url}`)
    }
    operations.set(operationId, route.url)
  })
}

function missingIn({ schema, config }: RouteOptions): string[] {
  const declared = {
    operationId: schema?.operationId,
    tags: schema?.tags?.[0],
    'schema.response': schema?.response,
    'config.access': config?.access,
  }
  return Object.entries(declared)
    .filter(([, value]) => value === undefined || value === '')
    .map(([name]) => name)
}
