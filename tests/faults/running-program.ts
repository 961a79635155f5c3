import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

/** The program as an operator starts it, on this data folder; what it says is gathered. */
export function startProgram(dataDir: string, env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [join(root, 'main/bootstrap.mjs'), 'start'], {
    cwd: root,
    env: { ...process.env, DATA_DIR: dataDir, LOG_LEVEL: 'warn', ...env },
    detached: true,
  })
  let said = ''
  child.stdout.on('data', (chunk) => (said += String(chunk)))
  child.stderr.on('data', (chunk) => (said += String(chunk)))
  const ended = once(child, 'close').then(([code]) => Number(code))
  return { child, ended, said: () => said }
}
