import { Worker } from 'node:worker_threads'
import { Problem } from '../../kernel/problem.ts'
import type { Question, Reply, Setting } from './messages.ts'

export interface TypesetterOptions {
  /** The folder of the templates; a template reads nothing outside it. */
  readonly templates: string
  /** What one document may take, the start of the worker included; 20 s. */
  readonly timeoutMs?: number
  /** How long the worker stays without work, for its memory is the price of the next document's speed; 60 s. */
  readonly idleMs?: number
  /** Documents that wait at most; 500. */
  readonly atMost?: number
  readonly worker?: URL
}

export interface Typesetter {
  /**
   * PDF/A-2b from a template (a file of the folder) and data, which the template reads by `json(bytes(sys.inputs.data))` and
   * which is printed as it is, whatever it looks like. The same template, data and instant give the same bytes. Problem
   * 'pdf.busy' when too many wait, 'pdf.unavailable' when the worker broke down or took too long; the next one has a new worker.
   */
  typeset(template: string, data: unknown, madeAt: Date): Promise<Uint8Array>
  close(): Promise<void>
}

interface Job {
  readonly question: Question
  readonly resolve: (pdf: Uint8Array) => void
  readonly reject: (error: Error) => void
}

interface AtWork {
  readonly job: Job
  readonly timer: NodeJS.Timeout
}

/** Beyond these the worker is ended: pages are small, and a document that needs more is a mistake. */
const MEMORY = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 8 }
const MOST_DATA = 2 * 1024 * 1024

/** One worker, started when it is first needed and ended when it has long not been: who prints nothing pays nothing. */
export function createTypesetter({
  templates,
  timeoutMs = 20_000,
  idleMs = 60_000,
  atMost = 500,
  worker: file = new URL('./worker.ts', import.meta.url),
}: TypesetterOptions): Typesetter {
  const waiting: Job[] = []
  let worker: Worker | undefined
  let atWork: AtWork | undefined
  let leaving: NodeJS.Timeout | undefined
  let isClosed = false

  function start(): Worker {
    const started = new Worker(file, {
      workerData: { templates } satisfies Setting,
      resourceLimits: MEMORY,
      name: 'pdf',
    })
    started.on('message', (reply: Reply) => {
      if (started === worker) conclude(reply)
    })
    started.on('error', (cause) => breakDown(started, cause))
    started.on('exit', () => breakDown(started, new Error('The worker ended')))
    return started
  }

  function conclude(reply: Reply): void {
    const job = release()
    if ('pdf' in reply) job?.resolve(reply.pdf)
    else job?.reject(new Error(`The template ${job.question.template} cannot be typeset: ${reply.failure}`))
    next()
  }

  function breakDown(broken: Worker, cause: unknown): void {
    if (broken !== worker) return
    worker = undefined
    void broken.terminate()
    release()?.reject(new Problem('unavailable', 'pdf.unavailable', { cause }))
    next()
  }

  function release(): Job | undefined {
    const done = atWork
    atWork = undefined
    clearTimeout(done?.timer)
    return done?.job
  }

  function next(): void {
    if (atWork !== undefined) return
    const job = waiting.shift()
    if (job === undefined) {
      rest()
      return
    }
    clearTimeout(leaving)
    const busy = (worker ??= start())
    busy.ref()
    const timer = setTimeout(() => breakDown(busy, new Error(`Nothing after ${timeoutMs} ms`)), timeoutMs)
    atWork = { job, timer }
    busy.postMessage(job.question)
  }

  // A worker at rest keeps no program running.
  function rest(): void {
    const resting = worker
    if (resting === undefined) return
    resting.unref()
    clearTimeout(leaving)
    leaving = setTimeout(() => {
      if (worker === resting) worker = undefined
      void resting.terminate()
    }, idleMs)
    leaving.unref()
  }

  return {
    typeset(template, data, madeAt) {
      const text = JSON.stringify(data)
      if (text.length > MOST_DATA)
        throw new RangeError(`Too much for one document: ${text.length} characters`)
      if (isClosed || waiting.length >= atMost) return Promise.reject(new Problem('busy', 'pdf.busy'))
      const question = { template, data: text, madeAt: Math.floor(madeAt.getTime() / 1000) }
      return new Promise((resolve, reject) => {
        waiting.push({ question, resolve, reject })
        next()
      })
    },
    async close() {
      isClosed = true
      clearTimeout(leaving)
      const last = worker
      worker = undefined
      const closing = new Problem('unavailable', 'pdf.unavailable', { meta: { reason: 'closing' } })
      for (const job of [release(), ...waiting.splice(0)]) job?.reject(closing)
      await last?.terminate()
    },
  }
}
