import type { FastifyInstance } from 'fastify'
import { Problem } from '../../kernel/problem.ts'

/** Starts to listen and says where; Problem 'http.port-taken' or 'http.port-forbidden' names the port. */
export async function listen(app: FastifyInstance, at: { port: number; host: string }): Promise<string> {
  try {
    return await app.listen(at)
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
    const meta = { port: at.port, host: at.host }
    if (code === 'EADDRINUSE') throw new Problem('unavailable', 'http.port-taken', { meta, cause })
    if (code === 'EACCES') throw new Problem('unavailable', 'http.port-forbidden', { meta, cause })
    throw cause
  }
}
