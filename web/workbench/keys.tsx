import { useEffect, useRef, type ReactNode } from 'react'
import { useNavigate } from 'react-router'
import { holds } from '../kit/visitor.ts'
import { useRoot, useWords } from '../kit/words/use.ts'

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  )
}

function rows(): HTMLAnchorElement[] {
  return [...document.querySelectorAll<HTMLAnchorElement>('[data-work-row]')]
}

/** Moves the focus along the list; from nowhere it starts at the open dossier, or at the first. */
function moveBy(step: number): void {
  const all = rows()
  const focused = all.findIndex((row) => row === document.activeElement)
  const open = all.findIndex((row) => row.getAttribute('aria-current') === 'true')
  const from = focused === -1 ? open : focused
  const next = all[Math.min(all.length - 1, Math.max(0, from === -1 ? 0 : from + step))]
  next?.focus()
  next?.scrollIntoView({ block: 'nearest' })
}

function focusFirst(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus()
}

/** The workbench's keys and the sheet that tells them; the browser's own stay as they are. */
export function Keys(): ReactNode {
  const words = useWords().keys
  const navigate = useNavigate()
  const visitor = useRoot()?.visitor
  const takesIn = visitor !== undefined && holds(visitor, 'reception')
  const sheet = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const acts: Readonly<Record<string, () => void>> = {
      j: () => moveBy(1),
      k: () => moveBy(-1),
      a: () => focusFirst('#actions'),
      g: () => void navigate('/workbench'),
      ...(takesIn ? { n: () => void navigate('/workbench/tiep-nhan') } : {}),
      '/': () => focusFirst('.filters input, .filters select'),
      '?': () => sheet.current?.showModal(),
    }
    const pressed = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      const act = acts[event.key]
      if (act === undefined) return
      event.preventDefault()
      act()
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  }, [navigate, takesIn])
  return (
    <dialog ref={sheet} className="keys" aria-labelledby="keys-title">
      <h2 id="keys-title">{words.title}</h2>
      <dl>
        {Object.entries(words.list)
          .filter(([key]) => key !== 'n' || takesIn)
          .map(([key, meaning]) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
      </dl>
      <form method="dialog">
        <button type="submit" className="button second">
          {words.close}
        </button>
      </form>
    </dialog>
  )
}
