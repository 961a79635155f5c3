import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

const LOOK_MS = 50
const GRACE_MS = 5000

/**
 * A way to close the server that waits for answers under way and for nothing else. Node takes a connection over which nothing
 * has come yet for a busy one: browsers open such ahead of time, and each would hold the server up for a minute.
 */
export function closer(app: FastifyInstance): () => Promise<void> {
  const open = new Set<Socket>()
  app.server.on('connection', (socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  function look(): void {
    // One that was busy when the server began to close is idle only later, and nobody else looks again.
    app.server.closeIdleConnections()
    for (const socket of open) if (socket.bytesRead === 0) socket.destroy()
  }
  return async () => {
    const looking = setInterval(look, LOOK_MS)
    const cutting = setTimeout(() => app.server.closeAllConnections(), GRACE_MS)
    await app.close().finally(() => {
      clearInterval(looking)
      clearTimeout(cutting)
    })
  }
}
