import type { AddressInfo } from 'node:net'
import fastify from 'fastify'
import { createStandIn, standInBase, type StandIn, type StandInSettings } from './stand-in.ts'

export interface StandInServer {
  readonly standIn: StandIn
  /** Where it listens, on loopback; its addresses lie below. */
  readonly url: string
  /** Stops listening; connections are refused from then on. */
  stop(): Promise<void>
  /** Listens again at the same place, with what it had received. */
  start(): Promise<void>
}

/** The stand-in alone on a server of its own, on loopback. */
export async function startStandIn(
  settings: StandInSettings & { readonly port?: number },
): Promise<StandInServer> {
  const standIn = createStandIn(settings)
  let port = settings.port ?? 0
  let app = fastify()
  async function start(): Promise<void> {
    app = fastify({ forceCloseConnections: true })
    await standIn.mount(app)
    await app.listen({ port, host: '127.0.0.1' })
    port = (app.server.address() as AddressInfo).port
  }
  await start()
  return { standIn, url: `http://127.0.0.1:${port}${standInBase}`, stop: () => app.close(), start }
}
