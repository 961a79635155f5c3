import type { Declaration } from '../../../modules/registries/contract.ts'
import { formOf, type Form } from '../../kit/form/definition.ts'

export const api = '/api/v1/registers'
export const importsApi = '/api/v1/register-imports'
export const home = '/workbench/du-lieu'

/** The form of a register's records, all its pages. */
export function recordForm({ schema, pages, name }: Declaration): Form {
  const all = [{ key: 'all', title: name, fields: Object.keys(schema.properties) }]
  return formOf({
    schema: { properties: schema.properties, required: schema.required },
    layout: { pages: pages ?? all },
  })
}

/** Where a register, or one of its records, is on screen. */
export function registerPath(key: string, record?: string): string {
  return `${home}/${key}${record === undefined ? '' : `/${record}`}`
}

/** A text of a post, trimmed; '' where there is none. */
export function textOf(post: FormData, name: string): string {
  const value = post.get(name)
  return typeof value === 'string' ? value.trim() : ''
}
