import { createServer, type Server } from 'node:http'
import pg from 'pg'
import { answerParent } from '../child.ts'

export interface FloorQuestion {
  readonly url: string
  readonly schema: string
  readonly port: number
}

const READ = `
SELECT code, state, channel, submitted_at, accepted_at, due_at, finished_at,
  (SELECT json_agg(json_build_object('name', name, 'opened', opened_at, 'closed', closed_at) ORDER BY ordinal)
   FROM dossier_step WHERE dossier_id = dossier.id) AS steps
FROM dossier WHERE code = $1`

let pool: pg.Pool | undefined
let server: Server | undefined

/** What anybody would write: a prepared read by code behind Node's own HTTP, with no limits, no masking and no words. */
async function start({ url, schema, port }: FloorQuestion): Promise<void> {
  const opened = new pg.Pool({
    connectionString: url,
    options: `-c search_path=${schema},public`,
    max: 16,
  })
  pool = opened
  const listening = createServer((request, response) => {
    const code = request.url?.split('/').at(-1) ?? ''
    opened.query({ name: 'read', text: READ, values: [code] }).then(
      ({ rows }) => {
        const body = JSON.stringify(rows[0] ?? null)
        response.writeHead(rows.length === 1 ? 200 : 404, {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        })
        response.end(body)
      },
      () => response.writeHead(500, { 'content-length': 0 }).end(),
    )
  })
  server = listening
  await new Promise<void>((resolve) => listening.listen(port, '127.0.0.1', resolve))
}

answerParent(start, async () => {
  server?.closeAllConnections()
  server?.close()
  await pool?.end()
})
