import pg from 'pg'
import type { ClientConfig } from 'pg'
import { Problem } from '../../kernel/problem.ts'
import { identifier } from './connection.ts'
import { asProblem } from './errors.ts'

const WAKE_AT_MOST_EVERY_MS = 25
const RECONNECT_FIRST_MS = 50
const RECONNECT_LAST_MS = 5000

type Heard = (payload: string) => void

export interface Listening {
  hear(channel: string, heard: Heard): Promise<() => Promise<void>>
  stop(): Promise<void>
}

/** One connection that listens to any number of channels and comes back by itself. */
export function startListening(config: ClientConfig, report: (error: unknown) => void): Listening {
  const channels = new Map<string, Set<Heard>>()
  let client: pg.Client | undefined
  let connecting: Promise<pg.Client> | undefined
  let retry: NodeJS.Timeout | undefined
  let stopped = false

  function tell(channel: string, payload: string): void {
    for (const heard of channels.get(channel) ?? []) {
      try {
        heard(payload)
      } catch (error) {
        report(error)
      }
    }
  }

  async function connect(): Promise<pg.Client> {
    const fresh = new pg.Client({ ...config, pipeline: true })
    fresh.on('error', (error) => report(asProblem(error)))
    fresh.on('notification', ({ channel, payload }) => tell(channel, payload ?? ''))
    try {
      await fresh.connect()
      for (const channel of channels.keys()) await fresh.query(`LISTEN ${identifier(channel)}`)
    } catch (error) {
      await fresh.end().catch(() => undefined)
      throw error
    }
    fresh.once('end', () => {
      if (client !== fresh) return
      client = undefined
      if (!stopped) comeBack(RECONNECT_FIRST_MS)
    })
    client = fresh
    return fresh
  }

  function ready(): Promise<pg.Client> {
    // A connection made now would be closed by nobody.
    if (stopped) return Promise.reject(new Problem('unavailable', 'database.unavailable'))
    if (client !== undefined) return Promise.resolve(client)
    connecting ??= connect().finally(() => (connecting = undefined))
    return connecting
  }

  function comeBack(waitMs: number): void {
    retry = setTimeout(() => {
      ready().then(
        () => {
          for (const channel of channels.keys()) tell(channel, '')
        },
        () => {
          if (!stopped) comeBack(Math.min(waitMs * 2, RECONNECT_LAST_MS))
        },
      )
    }, waitMs)
  }

  async function forget(channel: string, heard: Heard): Promise<void> {
    const listeners = channels.get(channel)
    listeners?.delete(heard)
    if (listeners === undefined || listeners.size > 0) return
    channels.delete(channel)
    await client?.query(`UNLISTEN ${identifier(channel)}`).catch(() => undefined)
  }

  return {
    async hear(channel, heard) {
      const listeners = channels.get(channel) ?? new Set<Heard>()
      channels.set(channel, listeners.add(heard))
      try {
        const connected = await ready()
        await connected.query(`LISTEN ${identifier(channel)}`)
      } catch (error) {
        await forget(channel, heard)
        throw asProblem(error)
      }
      return () => forget(channel, heard)
    },
    async stop() {
      stopped = true
      clearTimeout(retry)
      await connecting?.catch(() => undefined)
      const last = client
      client = undefined
      await last?.end().catch(() => undefined)
    },
  }
}

export interface Waker {
  readonly wake: (channel: string) => void
  stop(): Promise<void>
}

/** Sends the first wake-up at once and gathers those that follow within a few milliseconds into one. */
export function createWaker(
  notify: (channel: string) => Promise<unknown>,
  report: (error: unknown) => void,
): Waker {
  const resting = new Map<string, { timer: NodeJS.Timeout; again: boolean }>()
  const sending = new Set<Promise<unknown>>()
  let stopped = false

  function sendNow(channel: string): void {
    const sent: Promise<unknown> = notify(channel)
      .catch(report)
      .finally(() => sending.delete(sent))
    sending.add(sent)
    const timer = setTimeout(() => {
      const again = resting.get(channel)?.again === true
      resting.delete(channel)
      if (again && !stopped) sendNow(channel)
    }, WAKE_AT_MOST_EVERY_MS)
    resting.set(channel, { timer, again: false })
  }

  return {
    wake(channel) {
      if (stopped) return
      const rest = resting.get(channel)
      if (rest === undefined) sendNow(channel)
      else rest.again = true
    },
    async stop() {
      stopped = true
      for (const { timer } of resting.values()) clearTimeout(timer)
      await Promise.all(sending)
    },
  }
}
