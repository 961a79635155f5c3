import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { Problem } from '../../kernel/problem.ts'

/** What must be so before requests are sent here; a check throws when it is not so. */
export type ReadyChecks = Readonly<Record<string, () => Promise<unknown>>>

const Health = Type.Object({ status: Type.String(), checked: Type.Array(Type.String()) }, { title: 'Health' })

export function healthRoutes(app: FastifyInstance, checks: ReadyChecks): void {
  const schema = { tags: ['health'], response: { 200: Health } }
  const config = { access: 'public', impersonal: true } as const
  app.get('/health/live', {
    schema: { ...schema, operationId: 'live', summary: 'The process answers' },
    config,
    handler: (_request, reply) =>
      reply.header('cache-control', 'no-store').send({ status: 'live', checked: [] }),
  })
  app.get('/health/ready', {
    schema: { ...schema, operationId: 'ready', summary: 'Everything that requests need is there' },
    config,
    handler: async (_request, reply) => {
      await demandReady(checks)
      reply.header('cache-control', 'no-store')
      return { status: 'ready', checked: Object.keys(checks) }
    },
  })
}

/** Problem 'http.not-ready' names the checks that failed, not why: the reason is its cause, for the log. */
async function demandReady(checks: ReadyChecks): Promise<void> {
  const names = Object.keys(checks)
  const results = await Promise.allSettled(names.map(async (name) => checks[name]?.()))
  const failed = names.filter((_name, index) => results[index]?.status === 'rejected')
  if (failed.length === 0) return
  const cause: unknown = results.find((result) => result.status === 'rejected')?.reason
  throw new Problem('unavailable', 'http.not-ready', { meta: { failed }, cause })
}
