import { html, type Markup } from '../html.ts'
import type { Shape } from '../openapi-document.ts'
import type { Words } from './words.ts'

/** A JSON Schema as people read it: named shapes linked, objects as lists of their keys. */
export function shapeMarkup(shape: Shape | undefined, words: Words): Markup {
  if (shape === undefined) return html`<code>–</code>`
  const name = referredName(shape)
  if (name !== undefined) return html`<a href="#shape-${name}">${name}</a>`
  const alternatives = listOf(shape['anyOf'] ?? shape['oneOf'])
  if (alternatives.length > 0) return alternativesMarkup(alternatives, words)
  if (isShape(shape['items'])) return html`[ ${shapeMarkup(shape['items'], words)} ]`
  if (isShape(shape['properties'])) return keysMarkup(shape, shape['properties'], words)
  return html`<code>${plainKind(shape)}</code>`
}

function referredName({ $ref }: Shape): string | undefined {
  return typeof $ref === 'string' ? $ref.split('/').at(-1) : undefined
}

function alternativesMarkup(alternatives: readonly Shape[], words: Words): Markup {
  const parts = alternatives.map((one, index) => html`${index > 0 && ' | '}${shapeMarkup(one, words)}`)
  return html`${parts}`
}

function keysMarkup(shape: Shape, properties: Shape, words: Words): Markup {
  const required = new Set(Array.isArray(shape['required']) ? shape['required'].map(String) : [])
  const keys = Object.entries(properties).map(
    ([key, inner]) =>
      html`<li>
        <code class="key">${key}</code>${!required.has(key) && html` <small>${words.optional}</small>`}:
        ${shapeMarkup(isShape(inner) ? inner : undefined, words)} ${descriptionMarkup(inner)}
      </li>`,
  )
  return html`<ul class="keys">
    ${keys}
  </ul>`
}

function descriptionMarkup(shape: unknown): Markup | undefined {
  const description = isShape(shape) ? shape['description'] : undefined
  return typeof description === 'string' ? html`<small>${description}</small>` : undefined
}

function plainKind(shape: Shape): string {
  if ('const' in shape) return JSON.stringify(shape['const'])
  if (Array.isArray(shape['enum'])) return shape['enum'].map((value) => JSON.stringify(value)).join(' | ')
  const bounds = ['format', 'pattern', 'minLength', 'maxLength', 'minimum', 'maximum']
    .filter((bound) => shape[bound] !== undefined)
    .map((bound) => `${bound}: ${String(shape[bound])}`)
  const type = typeof shape['type'] === 'string' ? shape['type'] : 'any'
  return bounds.length > 0 ? `${type} (${bounds.join(', ')})` : type
}

function isShape(value: unknown): value is Shape {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function listOf(value: unknown): readonly Shape[] {
  return Array.isArray(value) ? value.filter(isShape) : []
}
