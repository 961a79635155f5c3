import { randomBytes } from 'node:crypto'
import { answerParent } from '../child.ts'
import { percentile } from '../measure.ts'
import { Connection } from './connection.ts'
import type { LoadQuestion, LoadReport } from './load.ts'

const connections = new Map<number, readonly Connection[]>()

function connectionsTo(port: number, count: number): readonly Connection[] {
  const known = connections.get(port)
  if (known !== undefined) return known
  const opened = Array.from({ length: count }, () => new Connection(port))
  connections.set(port, opened)
  return opened
}

/** Every connection sends its next request when the last one is answered, until the time is over. */
async function load({ port, path, paths, senders, seconds }: LoadQuestion): Promise<LoadReport> {
  const run = randomBytes(8).toString('hex')
  const took: number[] = []
  let failures = 0
  let firstFailure: string | null = null
  let sent = 0
  const startedAt = performance.now()
  const deadline = startedAt + seconds * 1000
  async function keepSending(connection: Connection, sender: LoadQuestion['senders'][number]): Promise<void> {
    const { headers, bodies } = sender
    const head = [
      `host: localhost:${port}`,
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ].join('\r\n')
    const requestOf = (turn: number): string => {
      sent += 1
      if (paths !== undefined) return `GET ${paths[sent % paths.length]} HTTP/1.1\r\n${head}\r\n\r\n`
      const body = bodies[turn % bodies.length] ?? ''
      const key = `${run}-${String(sent).padStart(9, '0')}`
      return `POST ${path} HTTP/1.1\r\ncontent-type: application/json\r\n${head}\r\nidempotency-key: ${key}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
    }
    for (let turn = 0; performance.now() < deadline; turn += 1) {
      const request = Buffer.from(requestOf(turn))
      const beganAt = performance.now()
      try {
        const { status, body: answer } = await connection.post(request)
        if (status !== (paths === undefined ? 201 : 200)) throw new Error(`${status} ${answer.slice(0, 300)}`)
        took.push(performance.now() - beganAt)
      } catch (error) {
        failures += 1
        firstFailure ??= String(error)
        if (failures > 1000) return
      }
    }
  }
  const opened = connectionsTo(port, senders.length)
  await Promise.all(
    opened.map(async (connection, place) => {
      const sender = senders[place]
      if (sender !== undefined) await keepSending(connection, sender)
    }),
  )
  const elapsed = (performance.now() - startedAt) / 1000
  const sorted = Float64Array.from(took).toSorted()
  return {
    operations: took.length,
    failures,
    firstFailure,
    perSecond: took.length / elapsed,
    p50Ms: percentile(sorted, 0.5),
    p99Ms: percentile(sorted, 0.99),
  }
}

answerParent<LoadQuestion>(load, async () => {
  for (const connection of [...connections.values()].flat()) connection.close()
})
