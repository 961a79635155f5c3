import type { FastifyInstance } from 'fastify'

/** Where this process is reached on this machine; once it listens. */
export function ownAddress(app: FastifyInstance): string {
  const address = app.server.address()
  if (address === null || typeof address === 'string') throw new Error('the server does not listen')
  return `http://localhost:${address.port}`
}
