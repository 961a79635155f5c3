const inPlace = ['allOf', 'anyOf', 'oneOf', 'if', 'then', 'else', '$ref', 'dependentSchemas'] as const
const listed = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems'])
const keyed = new Set(['properties', 'patternProperties', '$defs', 'dependentSchemas'])
const single = new Set(['items', 'additionalProperties', 'not', 'contains', 'if', 'then', 'else'])
const openness = ['additionalProperties', 'unevaluatedProperties'] as const

/**
 * The same schema with every object closed that does not itself say `additionalProperties` or
 * `unevaluatedProperties`: in content an unknown key is a misspelt one. An object made of several parts
 * (`allOf` and its like) is closed as a whole.
 */
export function closed(schema: object): object {
  return close(schema, false)
}

function close(schema: unknown, isPart: boolean): object {
  if (typeof schema !== 'object' || schema === null) return {}
  const own = new Map<string, unknown>(Object.entries(schema))
  const isSaid = openness.some((word) => own.has(word))
  const isObject = own.has('properties') || own.has('patternProperties')
  const isComposed = own.has('allOf') || (isObject && inPlace.some((word) => own.has(word)))
  const closesHere = !isPart && !isSaid && (isObject || isComposed)
  const partsAreOpen = isPart || isComposed
  const copy: Record<string, unknown> = {}
  for (const [word, value] of own) {
    if (listed.has(word) && Array.isArray(value)) {
      const isInPlace = word !== 'prefixItems'
      copy[word] = value.map((member) => sub(member, isInPlace && partsAreOpen))
    } else if (keyed.has(word) && typeof value === 'object' && value !== null) {
      const opens = word === 'dependentSchemas' && partsAreOpen
      copy[word] = Object.fromEntries(Object.entries(value).map(([key, child]) => [key, sub(child, opens)]))
    } else if (single.has(word)) {
      copy[word] = sub(
        value,
        word === 'if' || word === 'not' || (partsAreOpen && ['then', 'else'].includes(word)),
      )
    } else copy[word] = value
  }
  if (closesHere) copy[isComposed ? 'unevaluatedProperties' : 'additionalProperties'] = false
  return copy
}

function sub(schema: unknown, isPart: boolean): unknown {
  return typeof schema === 'object' && schema !== null && !Array.isArray(schema)
    ? close(schema, isPart)
    : schema
}
