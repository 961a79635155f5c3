import { useEffect, useEffectEvent, type ReactNode } from 'react'
import { useRevalidator } from 'react-router'

/** At most one new reading a second, however much is committed. */
const PAUSE = 1000

/** Asks for the page's figures anew when the ledger has grown; without JavaScript the page is as of its loading. */
export function Live(): ReactNode {
  const { revalidate, state } = useRevalidator()
  const refresh = useEffectEvent(() => {
    if (state === 'idle') void revalidate()
  })
  useEffect(() => {
    const source = new EventSource('/api/v1/live')
    let timer: ReturnType<typeof setTimeout> | undefined
    source.addEventListener('ledger', () => {
      timer ??= setTimeout(() => {
        timer = undefined
        refresh()
      }, PAUSE)
    })
    return () => {
      clearTimeout(timer)
      source.close()
    }
  }, [])
  return null
}
