export interface Loop {
  /** Asks for a run soon; during a run, for another one after it. */
  wake(): void
  /** No further run; resolves when the one under way has ended. */
  stop(): Promise<void>
}

export interface LoopOptions {
  /** The longest rest between two runs, in milliseconds. */
  readonly everyMs: number
  /** The shortest time from one run to the next, however often it is woken; none. */
  readonly atLeastMs?: number
  /** Told what a run threw; the loop goes on after its rest. */
  readonly report: (error: unknown) => void
}

/**
 * Runs `work` in the background: at once, when woken, and at the latest after `everyMs`. Never two runs at a time. The work may
 * return a shorter rest in milliseconds.
 */
export function repeat(work: () => Promise<number | void>, options: LoopOptions): Loop {
  let stopped = false
  let woken = false
  let rouse: (() => void) | undefined
  let halt: (() => void) | undefined

  /** Waits unless cut short by what `cut` is given. */
  function wait(ms: number, cut: (short: () => void) => void): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      cut(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }

  async function run(): Promise<void> {
    while (!stopped) {
      woken = false
      const startedAt = performance.now()
      let ms = options.everyMs
      try {
        ms = Math.min(ms, (await work()) ?? ms)
      } catch (error) {
        options.report(error)
      }
      if (!stopped && !woken) await wait(ms, (short) => (rouse = short))
      rouse = undefined
      const early = (options.atLeastMs ?? 0) - (performance.now() - startedAt)
      if (!stopped && early > 0) await wait(early, (short) => (halt = short))
    }
  }

  const running = run()
  function wake(): void {
    woken = true
    rouse?.()
  }
  return {
    wake,
    async stop() {
      stopped = true
      wake()
      halt?.()
      await running
    },
  }
}
