export interface Loop {
  /** Asks for a run soon; during a run, for another one after it. */
  wake(): void
  /** No further run; resolves when the one under way has ended. */
  stop(): Promise<void>
}

export interface LoopOptions {
  /** The longest rest between two runs, in milliseconds. */
  readonly everyMs: number
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

  function rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      rouse = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  async function run(): Promise<void> {
    while (!stopped) {
      woken = false
      let ms = options.everyMs
      try {
        ms = Math.min(ms, (await work()) ?? ms)
      } catch (error) {
        options.report(error)
      }
      if (!stopped && !woken) await rest(ms)
      rouse = undefined
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
      await running
    },
  }
}
