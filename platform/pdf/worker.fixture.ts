import { parentPort } from 'node:worker_threads'
import type { Question } from './messages.ts'

// As the worker, but it breaks down or hangs when the data ask for it; heard before the real worker hears.
parentPort?.on('message', ({ data }: Question) => {
  if (data.includes('break-down')) process.exit(3)
  if (data.includes('out-of-memory'))
    for (const kept: unknown[] = []; ;) kept.push(Array.from({ length: 1e5 }))
  if (data.includes('hang')) for (;;);
})

await import('./worker.ts')
