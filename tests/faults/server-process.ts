// A process of its own that uses the embedded server on a data folder: `node server-process.ts <folder> [migrate]`.
// It tells what happens in lines of JSON, and ends at SIGTERM or when its standard input closes.
import { migrate, prepareProvince, readMigrations, startEmbedded } from '../../platform/db/index.ts'

const [, , dataDir = '', migrations] = process.argv
const tell = (event: object): void => console.log(JSON.stringify(event))

const server = await startEmbedded({ dataDir, report: ({ kind }) => tell({ event: kind }) })

let ran: readonly string[] = []
if (migrations !== undefined) {
  const access = await prepareProvince({ url: server.url, province: 'tinh-thu', signIn: true })
  ran = await migrate({ ...access, migrations: await readMigrations(migrations) })
}
async function end(): Promise<void> {
  await server.stop()
  process.exit(0)
}

process.once('SIGTERM', () => void end())
process.stdin.once('end', () => void end()).resume()

tell({
  event: 'ready',
  url: server.url,
  place: server.place,
  pid: server.pid(),
  adopted: server.adopted,
  ran,
})
