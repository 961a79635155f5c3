import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import type { Database } from '../platform/db/index.ts'
import { LEDGER_CHANNEL } from '../platform/ledger/index.ts'

const KEEP_OPEN_MS = 25_000

/** Tells the operations page, as server-sent events, that something was committed; the page then asks for its figures anew. */
export function liveRoute(app: FastifyInstance, database: Database): void {
  const open = new Set<(text: string) => void>()
  const told = database.listen(LEDGER_CHANNEL, () => {
    for (const tell of open) tell('event: ledger\ndata: {}\n\n')
  })
  const pulse = setInterval(() => {
    for (const tell of open) tell(': still here\n\n')
  }, KEEP_OPEN_MS)
  const closing: (() => void)[] = []
  app.addHook('preClose', async () => {
    clearInterval(pulse)
    for (const close of closing) close()
    await (
      await told
    )()
  })
  app.get('/api/v1/live', {
    schema: {
      operationId: 'hearLedger',
      summary: 'Server-sent events: `ledger` when something was committed',
      tags: ['indicators'],
      response: { 200: Type.Unknown() },
    },
    config: { access: 'leader' },
    handler: (_request, reply) => {
      reply.hijack()
      const { raw } = reply
      raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
        // Else the connection outlives the stream, and the server waits for it when it closes.
        connection: 'close',
      })
      raw.write(': listening\n\n')
      const tell = (text: string) => void raw.write(text)
      const close = () => raw.end()
      open.add(tell)
      closing.push(close)
      raw.once('close', () => {
        open.delete(tell)
        closing.splice(closing.indexOf(close), 1)
      })
    },
  })
}
