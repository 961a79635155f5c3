import { Problem } from '../../../kernel/problem.ts'
import { foldVietnamese } from '../../../kernel/vietnamese.ts'
import { contentHash } from '../../../platform/content/index.ts'
import { violationOf, type Violation } from '../../../platform/db/index.ts'
import { checkAnswers, tidyAnswers } from '../../../platform/forms/index.ts'
import { isPersonal } from '../access.ts'
import { tableOf } from '../domain/columns.ts'
import type { Values } from '../domain/record.ts'
import type { NewRecord } from '../store/records.ts'
import type { StoredRegister } from '../store/registers.ts'
import { formOf } from './form.ts'

/** What is given, tidied; with every field that the declaration does not take named. Problem 'registries.record-wrong'. */
export function checkedValues(register: StoredRegister, given: Values): Values {
  const form = formOf(register.declaration, register.hash)
  const values = tidyAnswers(form, given)
  const strangers = Object.keys(given).filter(
    (name) => !Object.hasOwn(register.declaration.schema.properties, name),
  )
  const fields = [
    ...checkAnswers(form, values),
    ...strangers.map((name) => ({ path: `/${name}`, code: 'unknown' })),
  ]
  if (fields.length > 0) throw new Problem('invalid', 'registries.record-wrong', { fields })
  return values
}

/** A record as it is kept: what it says, the digest of that, and the words that it is found by. */
export function newRecord(
  { declaration }: StoredRegister,
  about: Pick<NewRecord, 'id' | 'revision' | 'agencyId'>,
  values: Values,
): NewRecord {
  const { id, revision, agencyId } = about
  const words = Object.entries(declaration.schema.properties)
    .filter(([, field]) => field.type === 'string' && !isPersonal(field))
    .flatMap(([name]) => (typeof values[name] === 'string' ? [values[name]] : []))
  return {
    id,
    revision,
    agencyId,
    digest: contentHash(values),
    words: foldVietnamese(words.join(' ')),
    values,
  }
}

/** What the tables refuse, said of the fields that it is about. */
export async function keepingRules<T>(
  register: string,
  work: () => Promise<T>,
  isRemoving = false,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const broken = violationOf(error)
    if (broken === undefined) throw error
    throw isRemoving && broken.rule === 'reference'
      ? new Problem('conflict', 'registries.record-named', { cause: error })
      : problemOf(register, broken, error)
  }
}

function problemOf(key: string, { rule, constraint, table }: Violation, cause: unknown): unknown {
  const isOwn = table.startsWith(tableOf(key, 0).slice(0, -1))
  if (rule === 'unique') return new Problem('conflict', 'registries.record-there', { cause })
  if (rule !== 'reference') return cause
  if (!isOwn) return new Problem('conflict', 'registries.record-named', { cause })
  const column = constraint.replace(/_named$/, '')
  const path = `/${column.replaceAll(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase())}`
  return new Problem('invalid', 'registries.record-wrong', {
    fields: [{ path, code: 'reference-missing' }],
    cause,
  })
}
