import { fork } from 'node:child_process'

/** A process of its own, asked one thing at a time. */
export interface Child {
  readonly pid: number
  ask<Answer>(question: unknown, withinMs: number): Promise<Answer>
  stop(): Promise<void>
}

interface Reply {
  readonly answer?: unknown
  readonly failure?: string
}

const STOP_WITHIN_MS = 15_000

/** Runs a file of this folder, which calls `answerParent`; what it is asked fails once `interrupted`. */
export function startChild(file: URL, interrupted: AbortSignal): Child {
  const child = fork(file, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
  })
  return {
    pid: child.pid ?? 0,
    ask<Answer>(question: unknown, withinMs: number) {
      return new Promise<Answer>((resolve, reject) => {
        const timer = setTimeout(() => settle({ failure: `no answer within ${withinMs / 1000} s` }), withinMs)
        const died = () => settle({ failure: 'the process ended' })
        const stopped = () => settle({ failure: 'interrupted' })
        function settle({ answer, failure }: Reply): void {
          clearTimeout(timer)
          child.off('message', settle).off('exit', died)
          interrupted.removeEventListener('abort', stopped)
          if (failure === undefined) resolve(answer as Answer)
          else reject(new Error(`${file.pathname.split('/').at(-1)}: ${failure}`))
        }
        if (interrupted.aborted) return stopped()
        interrupted.addEventListener('abort', stopped)
        child.on('message', settle).once('exit', died)
        child.send({ question })
      })
    },
    async stop() {
      if (child.connected) child.disconnect()
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS)
      await ended
      clearTimeout(timer)
    },
  }
}

/** In the child: answers the parent's questions until the parent is gone, then closes. */
export function answerParent<Question>(
  answer: (question: Question) => Promise<unknown>,
  close: () => Promise<void>,
): void {
  const reply = (said: Reply) => process.send?.(said)
  process.on('message', ({ question }: { question: Question }) => {
    answer(question).then(
      (value) => reply({ answer: value ?? null }),
      (error: unknown) =>
        reply({ failure: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    )
  })
  process.once('disconnect', () => {
    void close().finally(() => process.exit(0))
  })
  // Ctrl-C reaches the whole group; the parent decides when each part stops.
  process.on('SIGINT', () => undefined)
}
