import { connect, type AddressInfo, type Socket } from 'node:net'
import { once } from 'node:events'
import fastify from 'fastify'
import { expect, test } from 'vitest'
import { closer } from './closing.ts'

async function listening() {
  const app = fastify({ forceCloseConnections: 'idle' })
  let answer: (word: string) => void = () => undefined
  const answered = new Promise<string>((resolve) => {
    answer = resolve
  })
  app.get('/slow', () => answered)
  const close = closer(app)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  return { close, answer, port, asked: once(app.server, 'request') }
}

async function connected(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  return socket
}

test('closing does not wait for a connection that was opened and never used', async () => {
  const { close, port } = await listening()
  const silent = await connected(port)
  const began = performance.now()
  await Promise.all([close(), once(silent, 'close')])
  expect(performance.now() - began).toBeLessThan(2000)
})

test('closing waits for an answer under way, over a connection that its browser would keep', async () => {
  const { close, answer, port, asked } = await listening()
  const browser = await connected(port)
  browser.setEncoding('utf8').write('GET /slow HTTP/1.1\r\nhost: localhost\r\n\r\n')
  let heard = ''
  browser.on('data', (text: string) => (heard += text))
  await asked
  const closed = Promise.all([close(), once(browser, 'close')])
  answer('here it is')
  await closed
  expect(heard).toContain('here it is')
})
