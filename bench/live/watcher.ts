import type { Figures } from '../../modules/indicators/contract.ts'

/** As the leader's page waits between two readings (web/ioc/live.tsx). */
const PAUSE_MS = 700

/** A figure as the page got it: how many dossiers it counts, and when it came. */
export interface Shown {
  readonly accepted: number
  readonly at: number
}

export interface Watcher {
  /** When the page was told of something, in `performance.now()`. */
  readonly heard: readonly number[]
  readonly shown: readonly Shown[]
  /** Whether the page shows so many dossiers within that time. */
  shows(accepted: number, withinMs: number): Promise<boolean>
  close(): void
}

/** A leader's page as far as the server knows it: hears the stream of events, and reads the figures anew when told. */
export async function watch(home: string, headers: Readonly<Record<string, string>>): Promise<Watcher> {
  const closing = new AbortController()
  const { signal } = closing
  const heard: number[] = []
  const shown: Shown[] = []
  const waiting = new Set<() => void>()

  async function read(): Promise<void> {
    const answer = await fetch(new URL('/api/v1/indicators/figures', home), { headers, signal })
    if (!answer.ok) throw new Error(`The figures: ${answer.status}`)
    const { figures } = (await answer.json()) as Figures
    const online = figures.find(({ definition }) => definition.key === 'submitted-online')
    shown.push({ accepted: online?.ratio?.denominator ?? 0, at: performance.now() })
    for (const look of waiting) look()
  }

  let isBehind = true
  let isReading = false
  async function catchUp(): Promise<void> {
    if (isReading) return
    isReading = true
    while (isBehind && !signal.aborted) {
      isBehind = false
      await read()
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    }
    isReading = false
  }
  const told = () => {
    isBehind = true
    catchUp().catch((error: unknown) => {
      if (!signal.aborted) console.error(error)
    })
  }

  const stream = await fetch(new URL('/api/v1/live', home), { headers, signal })
  if (!stream.ok || stream.body === null) throw new Error(`The stream of events: ${stream.status}`)
  const { body } = stream
  async function listen(): Promise<void> {
    let rest = ''
    for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
      const events = `${rest}${chunk}`.split('\n\n')
      rest = events.pop() ?? ''
      if (!events.some((event) => event.startsWith('event: ledger'))) continue
      heard.push(performance.now())
      told()
    }
  }
  listen().catch((error: unknown) => {
    if (!signal.aborted) console.error(error)
  })
  await read()

  return {
    heard,
    shown,
    shows(accepted, withinMs) {
      return new Promise((resolve) => {
        const timer = setTimeout(() => settle(false), withinMs)
        const look = () => {
          if ((shown.at(-1)?.accepted ?? 0) >= accepted) settle(true)
        }
        function settle(answer: boolean): void {
          clearTimeout(timer)
          waiting.delete(look)
          resolve(answer)
        }
        waiting.add(look)
        look()
      })
    },
    close: () => closing.abort(),
  }
}
