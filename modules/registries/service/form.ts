import { compileForm, type Form } from '../../../platform/forms/index.ts'
import type { Declaration, Field } from '../contract/declaration.ts'

// Words of registers that forms do not know: the tables keep them.
const ours = new Set(['x-unique', 'x-reference', 'x-legal', 'x-unit'])

const kept = new Map<string, Form>()
const MOST_KEPT = 200

/** The form by which a register's records are entered and checked; made once for each declaration. `hash` is the declaration's. */
export function formOf(declaration: Declaration, hash: string): Form {
  const known = kept.get(hash)
  if (known !== undefined) return known
  if (kept.size >= MOST_KEPT) kept.clear()
  const { schema, pages, name } = declaration
  const form = compileForm({
    schema: {
      type: 'object',
      properties: Object.fromEntries(
        Object.entries(schema.properties).map(([key, field]) => [key, asked(field)]),
      ),
      required: [...schema.required],
    },
    layout: {
      pages: (pages ?? [{ key: 'all', title: name, fields: Object.keys(schema.properties) }]).map(
        ({ key, title, fields }) => ({ key, title, fields: [...fields] }),
      ),
    },
  })
  kept.set(hash, form)
  return form
}

function asked(field: Field): object {
  return Object.fromEntries(Object.entries(field).filter(([word]) => !ours.has(word)))
}
