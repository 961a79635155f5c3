import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Asked, Delivery, Message, Target } from './index.ts'

/** How the other side breaks: before or after it has stored what it was told. */
export type Breakage =
  | 'none'
  | 'reset-before'
  | 'reset-after'
  | 'error-after'
  | 'silent-after'
  | 'overloaded'
  | 'refusing'

export interface Told {
  readonly key: string
  readonly caseId: string
  readonly kind: string
  readonly position: number
}

const never = new Set<ServerResponse>()

/** Another side over real HTTP: `arrived` is all it was told, `effects` what came of it. */
export class StandIn {
  breakage: Breakage = 'none'
  readonly arrived: Told[] = []
  readonly effects: Told[] = []
  atOnce = 0
  mostAtOnce = 0
  readonly #byKey: boolean
  #port = 0
  #server: Server | undefined

  /** With `byKey` a key that was seen before has no second effect. */
  constructor(byKey: boolean) {
    this.#byKey = byKey
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  async start(): Promise<void> {
    const server = createServer((request, response) => void this.#answer(request, response))
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve))
    this.#port = (server.address() as AddressInfo).port
    this.#server = server
  }

  /** Down: connections are refused; the address stays its own. */
  async stop(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    server?.closeAllConnections()
    await new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve)))
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.atOnce += 1
    this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce)
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    this.atOnce -= 1
    if (request.method === 'GET') {
      const isThere = this.effects.some(({ key }) => request.url === `/${key}`)
      response.writeHead(isThere ? 200 : 404).end()
      return
    }
    if (this.breakage === 'reset-before') return void request.socket.destroy()
    if (this.breakage === 'overloaded') return void response.writeHead(503).end()
    if (this.breakage === 'refusing') return void response.writeHead(422).end()
    const key = String(request.headers['idempotency-key'])
    const told = { key, ...JSON.parse(Buffer.concat(parts).toString()) }
    this.arrived.push(told)
    if (!this.#byKey || !this.effects.some((effect) => effect.key === key)) this.effects.push(told)
    if (this.breakage === 'reset-after') request.socket.destroy()
    else if (this.breakage === 'error-after') response.writeHead(500).end()
    else if (this.breakage === 'silent-after') never.add(response)
    else response.writeHead(200).end(JSON.stringify({ taken: key }))
  }
}

function failureOf(error: unknown): Delivery & { outcome: 'unknown' | 'unavailable' } {
  const cause = error instanceof Error ? error.cause : undefined
  const refused = cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED'
  return { outcome: refused ? 'unavailable' : 'unknown', error: String(error) }
}

/** A target that speaks to the stand-in. */
export function targetOf(standIn: StandIn, { idempotent = true, canAsk = false } = {}): Target {
  async function deliver(message: Message, signal: AbortSignal): Promise<Delivery> {
    const { caseId, kind, position } = message
    const body = JSON.stringify({ caseId, kind, position })
    const headers = { 'idempotency-key': message.id }
    try {
      const response = await fetch(standIn.url, { method: 'POST', headers, body, signal })
      if (response.ok) return { outcome: 'delivered', answer: await response.json() }
      if (response.status === 422)
        return { outcome: 'refused', reasons: [{ path: '/kind', code: 'test.unwanted' }] }
      return {
        outcome: response.status === 503 ? 'unavailable' : 'unknown',
        error: `status ${response.status}`,
      }
    } catch (error) {
      return failureOf(error)
    }
  }
  async function ask(message: Message, signal: AbortSignal): Promise<Asked> {
    try {
      const response = await fetch(`${standIn.url}/${message.id}`, { signal })
      return response.ok ? { outcome: 'delivered', answer: 'asked' } : { outcome: 'absent' }
    } catch (error) {
      return failureOf(error)
    }
  }
  return { name: 'stand-in', idempotent, deliver, ...(canAsk ? { ask } : {}) }
}
