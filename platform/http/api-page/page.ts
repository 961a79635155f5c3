import { html, type Markup, raw } from '../html.ts'
import type { Contents, OpenApi, Operation, Parameter } from '../openapi-document.ts'
import { shapeMarkup } from './shape.ts'
import { styles } from './styles.ts'
import type { Words } from './words.ts'

interface Listed {
  readonly method: string
  readonly path: string
  readonly operation: Operation
}

/** The API's description as a page for people; works without a script, in light and dark. */
export function apiPageMarkup(api: OpenApi, words: Words, styleNonce: string): Markup {
  const byTag = Map.groupBy(operationsOf(api), ({ operation }) => operation.tags[0] ?? '')
  const tags = [...byTag.keys()].toSorted()
  const shapes = Object.entries(api.components.schemas ?? {})
  return html`<!doctype html>
    <html lang="${words.lang}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>API – ${api.info.title}</title>
        <style nonce="${styleNonce}">
          ${raw(styles)}
        </style>
      </head>
      <body>
        <header>
          <h1>API – ${api.info.title} <small>${api.info.version}</small></h1>
          <p>${api.info.description}</p>
          <p>
            <a href="/openapi.json">${words.machineReadable}</a> ·
            <a
              href="/api?lang=${words.lang === 'vi' ? 'en' : 'vi'}"
              lang="${words.lang === 'vi' ? 'en' : 'vi'}"
              >${words.otherLang}</a
            >
          </p>
        </header>
        <nav aria-label="${words.contents}">
          <ul>
            ${tags.map((tag) => html`<li><a href="#tag-${tag}">${tag}</a></li>`)}
            <li><a href="#shapes">${words.shapes}</a></li>
          </ul>
        </nav>
        <main>
          ${tags.map((tag) => tagMarkup(tag, byTag.get(tag) ?? [], words))}
          <section id="shapes">
            <h2>${words.shapes}</h2>
            ${shapes.map(
              ([name, shape]) =>
                html`<article id="shape-${name}">
                  <h3>${name}</h3>
                  ${shapeMarkup(shape, words)}
                </article>`,
            )}
          </section>
        </main>
      </body>
    </html>`
}

function operationsOf({ paths }: OpenApi): Listed[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation,
    })),
  )
}

function tagMarkup(tag: string, listed: readonly Listed[], words: Words): Markup {
  return html`<section id="tag-${tag}">
    <h2>${tag}</h2>
    ${listed.map((one) => operationMarkup(one, words))}
  </section>`
}

function operationMarkup({ method, path, operation }: Listed, words: Words): Markup {
  const { operationId, summary, description, parameters = [], requestBody, responses } = operation
  const access = operation['x-access'] ?? 'public'
  return html`<details id="${operationId}">
    <summary><strong class="method">${method}</strong> <code>${path}</code> <span>${summary}</span></summary>
    ${description !== undefined && html`<p>${description}</p>`}
    <p>${words.whoMayCall}: <strong>${words.access[access] ?? access}</strong></p>
    ${parameters.length > 0 && parametersMarkup(parameters, words)}
    ${
      requestBody &&
      html`<h4>${words.body}</h4>
        ${contentsMarkup(requestBody.content, words)}`
    }
    <h4>${words.answers}</h4>
    <dl>
      ${Object.entries(responses).map(
        ([status, answer]) =>
          html`<dt><code>${status}</code></dt>
            <dd>${answer.content ? contentsMarkup(answer.content, words) : answer.description}</dd>`,
      )}
    </dl>
  </details>`
}

function parametersMarkup(parameters: readonly Parameter[], words: Words): Markup {
  const rows = parameters.map(
    ({ name, in: place, required, schema, description }) =>
      html`<tr>
        <td><code>${name}</code>${required === true && html` <small>${words.required}</small>`}</td>
        <td>${place}</td>
        <td>${shapeMarkup(schema, words)} <small>${description}</small></td>
      </tr>`,
  )
  return html`<h4>${words.parameters}</h4>
    <table>
      <thead>
        <tr>
          <th scope="col">${words.name}</th>
          <th scope="col">${words.place}</th>
          <th scope="col">${words.kind}</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>`
}

function contentsMarkup(contents: Contents, words: Words): Markup {
  const one = Object.entries(contents).map(
    ([mediaType, { schema }]) =>
      html`<div>
        ${mediaType !== 'application/json' && html`<small>${mediaType}</small> `}${shapeMarkup(schema, words)}
      </div>`,
  )
  return html`${one}`
}
