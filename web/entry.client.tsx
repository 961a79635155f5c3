import { startTransition, StrictMode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { HydratedRouter } from 'react-router/dom'
import { learn } from './kit/words/words.ts'

async function start(): Promise<void> {
  if (document.documentElement.lang === 'en') learn('en', (await import('./kit/words/en.ts')).en)
  else learn('vi', (await import('./kit/words/vi.ts')).vi)
  startTransition(() => {
    hydrateRoot(
      document,
      <StrictMode>
        <HydratedRouter />
      </StrictMode>,
    )
  })
}

void start()
