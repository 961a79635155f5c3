import type { FastifyInstance } from 'fastify'

/** The part of JSON Schema that answers are declared in. */
interface Declared {
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Declared>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Declared
  readonly patternProperties?: Readonly<Record<string, Declared>>
  readonly items?: Declared | readonly Declared[]
  readonly anyOf?: readonly Declared[]
  readonly oneOf?: readonly Declared[]
  readonly allOf?: readonly Declared[]
  readonly $ref?: string
}

/** Takes of a value what is declared; undefined where all of it leaves as it is. */
type Pick = ((value: unknown) => unknown) | undefined

/** Answers leave by `JSON.stringify`, after everything that their route does not declare was left out. */
export function useSerialization(app: FastifyInstance): void {
  app.setSerializerCompiler(({ schema }) => writerOf(schema as Declared))
}

/**
 * Writes a value as its schema declares it: what is not declared does not leave, and what is required and missing is a bug (Error),
 * as is a value that none of a union's members is.
 */
export function writerOf(schema: Declared): (value: unknown) => string {
  const pick = pickOf(schema)
  return (value) => JSON.stringify(pick === undefined ? value : pick(value))
}

function pickOf(schema: Declared): Pick {
  if (schema.$ref !== undefined)
    throw new Error(`An answer's schema refers to ${schema.$ref}; declare it in place`)
  const members = schema.anyOf ?? schema.oneOf
  if (members !== undefined) return pickOfUnion(members)
  if (schema.allOf !== undefined) return pickOfObject(allOf(schema.allOf))
  if (isObject(schema)) return pickOfObject(schema)
  if (schema.items === undefined) return undefined
  if (Array.isArray(schema.items)) throw new Error('An answer holds a tuple; declare an object instead')
  const pick = pickOf(schema.items as Declared)
  return pick === undefined
    ? undefined
    : (value) => (Array.isArray(value) ? value.map((one) => pick(one)) : value)
}

const isObject = ({ properties, patternProperties }: Declared): boolean =>
  properties !== undefined || patternProperties !== undefined

function allOf(parts: readonly Declared[]): Declared {
  return {
    properties: Object.assign({}, ...parts.map(({ properties }) => properties)),
    required: parts.flatMap(({ required }) => required ?? []),
    patternProperties: Object.assign({}, ...parts.map(({ patternProperties }) => patternProperties)),
  }
}

function pickOfUnion(members: readonly Declared[]): Pick {
  const picks = members.map((member) => ({ member, pick: pickOf(member) }))
  if (picks.every(({ pick }) => pick === undefined)) return undefined
  const [some, ...others] = picks.filter(({ member }) => member.type !== 'null')
  // Nullable, by far the most frequent.
  if (some?.pick !== undefined && others.length === 0) {
    const { pick } = some
    return (value) => (value === null ? null : pick(value))
  }
  return (value) => {
    const found = picks.find(({ member }) => fits(member, value))
    if (found === undefined) throw new Error('An answer is none of the declared alternatives')
    return found.pick === undefined ? value : found.pick(value)
  }
}

function pickOfObject({ properties = {}, required = [], ...rest }: Declared): Pick {
  const keys = Object.entries(properties).map(([key, schema]) => ({
    key,
    pick: pickOf(schema),
    needed: required.includes(key),
  }))
  const others = othersOf(properties, rest)
  return (value) => {
    if (typeof value !== 'object' || value === null) return value
    const given = value as Readonly<Record<string, unknown>>
    const taken: Record<string, unknown> = {}
    for (const { key, pick, needed } of keys) {
      const one = given[key]
      if (one !== undefined) taken[key] = pick === undefined ? one : pick(one)
      else if (needed) throw new Error(`"${key}" is required in an answer and missing`)
    }
    others?.(given, taken)
    return taken
  }
}

type Others = (given: Readonly<Record<string, unknown>>, taken: Record<string, unknown>) => void

/** Keys beyond the named ones: none, unless the schema lets them in. */
function othersOf(
  properties: Readonly<Record<string, Declared>>,
  { patternProperties = {}, additionalProperties = false }: Declared,
): Others | undefined {
  const patterns = Object.entries(patternProperties).map(([pattern, schema]) => ({
    pattern: new RegExp(pattern, 'u'),
    pick: pickOf(schema),
  }))
  const any =
    additionalProperties === false
      ? undefined
      : { pick: additionalProperties === true ? undefined : pickOf(additionalProperties) }
  if (patterns.length === 0 && any === undefined) return undefined
  return (given, taken) => {
    for (const [key, one] of Object.entries(given)) {
      if (Object.hasOwn(properties, key) || one === undefined) continue
      const how = patterns.find(({ pattern }) => pattern.test(key)) ?? any
      if (how !== undefined) taken[key] = how.pick === undefined ? one : how.pick(one)
    }
  }
}

/** Whether a value is of a member of a union: by its type, its literals and what it must have. */
function fits(schema: Declared, value: unknown): boolean {
  const { type, enum: values, required = [], properties = {}, allOf: parts } = schema
  const members = schema.anyOf ?? schema.oneOf
  if (members !== undefined) return members.some((member) => fits(member, value))
  if (parts !== undefined) return parts.every((part) => fits(part, value))
  if ('const' in schema && schema.const !== value) return false
  if (values !== undefined && !values.includes(value)) return false
  if (type !== undefined && ![type].flat().some((name) => isOfType(name, value))) return false
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return true
  const given = value as Readonly<Record<string, unknown>>
  return (
    required.every((key) => given[key] !== undefined) &&
    Object.entries(properties).every(([key, member]) => given[key] === undefined || fits(member, given[key]))
  )
}

function isOfType(name: string, value: unknown): boolean {
  switch (name) {
    case 'null':
      return value === null
    case 'array':
      return Array.isArray(value)
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
    case 'integer':
      return Number.isInteger(value)
    case 'string':
      return typeof value === 'string' || value instanceof Date
    default:
      return typeof value === name
  }
}
