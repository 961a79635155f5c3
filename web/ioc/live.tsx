import { useEffect, useEffectEvent, useState, type ReactNode } from 'react'
import { useRevalidator } from 'react-router'

/** At most one new reading a second, however much is committed; the first one is asked for at once. */
const PAUSE = 1000

/** Asks for the page's figures anew when the ledger has grown; without JavaScript the page is as of its loading. */
export function Live(): ReactNode {
  const { revalidate, state } = useRevalidator()
  const [isBehind, setBehind] = useState(false)
  const [isResting, setResting] = useState(false)
  const refresh = useEffectEvent(() => {
    setBehind(false)
    setResting(true)
    void revalidate()
  })
  useEffect(() => {
    const source = new EventSource('/api/v1/live')
    const hear = () => setBehind(true)
    source.addEventListener('ledger', hear)
    // What was committed while the line was down is told by nobody.
    source.addEventListener('error', () => source.addEventListener('open', hear, { once: true }))
    return () => source.close()
  }, [])
  useEffect(() => {
    if (isBehind && !isResting && state === 'idle') refresh()
  }, [isBehind, isResting, state])
  useEffect(() => {
    if (!isResting) return undefined
    const timer = setTimeout(() => setResting(false), PAUSE)
    return () => clearTimeout(timer)
  }, [isResting])
  return null
}
