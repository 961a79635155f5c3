import type { KeyboardEvent } from 'react'

/** Enter goes on to the next field, as in a ledger, and never sends a form that is not finished; Ctrl+Enter accepts. */
export function goesOnByKey(event: KeyboardEvent<HTMLFormElement>): void {
  const { key, ctrlKey, metaKey, target, currentTarget: form } = event
  if (key !== 'Enter') return
  if (ctrlKey || metaKey) {
    event.preventDefault()
    form.requestSubmit(form.querySelector<HTMLButtonElement>('button[name="accept"]'))
    return
  }
  if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement)) return
  if (target.type === 'file') return
  event.preventDefault()
  const all = [...form.querySelectorAll<HTMLElement>('input:not([type="hidden"]), select, textarea, button')]
  nextOf(all, target)?.focus()
}

/** The next stop of the Tab key: of radio buttons with one name only one is. */
function nextOf(
  all: readonly HTMLElement[],
  from: HTMLInputElement | HTMLSelectElement,
): HTMLElement | undefined {
  const rest = all.slice(all.indexOf(from) + 1)
  const next = rest.find(
    (one) => !(one instanceof HTMLInputElement && one.type === 'radio' && one.name === from.name),
  )
  if (!(next instanceof HTMLInputElement) || next.type !== 'radio') return next
  return rest.find((one) => one instanceof HTMLInputElement && one.name === next.name && one.checked) ?? next
}
