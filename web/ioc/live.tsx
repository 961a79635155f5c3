import { useEffect, useEffectEvent, type ReactNode } from 'react'
import { useRevalidator } from 'react-router'

/** The first reading follows a commit at once; the next only so much later, so that reading included a commit shows within a second. */
const PAUSE = 700

/** Asks for the page's figures anew when the ledger has grown; without JavaScript the page is as of its loading. */
export function Live(): ReactNode {
  const { revalidate } = useRevalidator()
  const reread = useEffectEvent(() => revalidate())
  useEffect(() => {
    const source = new EventSource('/api/v1/live')
    let isBehind = false
    let isReading = false
    const catchUp = async () => {
      if (isReading) return
      isReading = true
      while (isBehind && source.readyState !== EventSource.CLOSED) {
        isBehind = false
        await reread()
        await new Promise((resolve) => setTimeout(resolve, PAUSE))
      }
      isReading = false
    }
    const hear = () => {
      isBehind = true
      void catchUp()
    }
    source.addEventListener('ledger', hear)
    // What was committed before the line was up, or while it was down, is told by nobody.
    source.addEventListener('open', hear)
    return () => source.close()
  }, [])
  return null
}
