import { connect, type Socket } from 'node:net'

export interface Answer {
  readonly status: number
  readonly body: string
}

/** One keep-alive HTTP/1.1 connection, one request at a time; answers must state their length, as a server's JSON does. */
export class Connection {
  readonly #port: number
  #socket: Socket | undefined
  #waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined
  #received: Buffer = Buffer.alloc(0)

  constructor(port: number) {
    this.#port = port
  }

  async post(request: Buffer): Promise<Answer> {
    const socket = this.#socket ?? (await this.#open())
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      socket.write(request)
    })
  }

  close(): void {
    this.#socket?.destroy()
  }

  #open(): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port: this.#port, host: '127.0.0.1', noDelay: true }, () => {
        this.#socket = socket
        resolve(socket)
      })
      socket.on('data', (chunk) => this.#take(chunk))
      socket.on('error', reject)
      socket.on('close', () => {
        this.#socket = undefined
        this.#received = Buffer.alloc(0)
        this.#waiting?.reject(new Error('The connection was closed'))
        this.#waiting = undefined
      })
    })
  }

  #take(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk])
    const headEnd = this.#received.indexOf('\r\n\r\n')
    if (headEnd < 0) return
    const head = this.#received.toString('latin1', 0, headEnd)
    const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
    if (length === undefined) {
      this.#socket?.destroy()
      return
    }
    const end = headEnd + 4 + Number(length)
    if (this.#received.length < end) return
    const body = this.#received.toString('utf8', headEnd + 4, end)
    this.#received = this.#received.subarray(end)
    const waiting = this.#waiting
    this.#waiting = undefined
    waiting?.resolve({ status: Number(head.slice(9, 12)), body })
  }
}
