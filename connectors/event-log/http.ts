import type { FastifyInstance } from 'fastify'
import type { Database } from '../../platform/db/index.ts'
import { localMonthOf } from '../../kernel/dates.ts'
import { route } from '../../platform/http/index.ts'
import { EventLogs } from './contract.ts'
import { lastEnd, listHeldBack, listLogs } from './store.ts'
import { summariseLog } from './summary.ts'

export function routes(app: FastifyInstance, { database }: { readonly database: Database }): void {
  route(app, {
    method: 'GET',
    url: '/api/v1/event-logs',
    operationId: 'listEventLogs',
    summary: 'Event logs that were taken in, each with its counts and the cases set apart',
    tags: ['event-logs'],
    access: 'leader',
    schema: { response: { 200: EventLogs } },
    handler: async ({ visitor: { leads = [] } }) => {
      const logs = (await listLogs(database)).filter(({ agencyId }) => leads?.includes(agencyId) ?? true)
      return {
        logs: await Promise.all(
          logs.map(async ({ key, title, source, agencyId, takenInAt }) => ({
            key,
            title,
            source,
            agencyId,
            takenInAt: takenInAt.toISOString(),
            lastMonth: monthOfEnd(await lastEnd(database, key)),
            summary: await summariseLog(database, key),
            setApart: [...(await listHeldBack(database, key))],
          })),
        ),
      }
    },
  })
}

function monthOfEnd(at: Date | null): string | null {
  return at === null ? null : localMonthOf(at)
}
