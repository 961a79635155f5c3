/** The parts of an OpenAPI 3.1 document that the product reads back. */
export interface OpenApi {
  readonly openapi: string
  readonly info: { readonly title: string; readonly version: string; readonly description?: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas?: Readonly<Record<string, Shape>> }
}

export interface Operation {
  readonly operationId: string
  readonly summary?: string
  readonly description?: string
  readonly tags: readonly string[]
  readonly 'x-access'?: string
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content: Contents }
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Contents }>>
}

export interface Parameter {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly description?: string
  readonly schema: Shape
}

export type Contents = Readonly<Record<string, { readonly schema?: Shape }>>

/** A JSON Schema, open. */
export type Shape = Readonly<Record<string, unknown>>

/** Moves each shape that has a title to components.schemas, once, and refers to it by name. */
export function hoistNamedShapes(document: unknown): OpenApi {
  const schemas: Record<string, unknown> = {}
  const texts = new Map<string, string>()

  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk)
    if (typeof value !== 'object' || value === null) return value
    const walked = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner)]))
    return isNamedShape(walked) ? refer(walked.title, walked) : walked
  }
  const refer = (name: string, shape: object): unknown => {
    const text = JSON.stringify(shape)
    if ((texts.get(name) ?? text) !== text) throw new Error(`Two different shapes are titled ${name}`)
    texts.set(name, text)
    schemas[name] = shape
    return { $ref: `#/components/schemas/${name}` }
  }

  const whole = document as OpenApi & { components?: object }
  const paths = walk(whole.paths) as OpenApi['paths']
  return { ...whole, paths, components: { ...whole.components, schemas: schemas as Record<string, Shape> } }
}

const shapeKeys = ['type', 'anyOf', 'oneOf', 'allOf', 'enum', 'const']

function isNamedShape(value: Record<string, unknown>): value is Record<string, unknown> & { title: string } {
  const { title } = value
  return typeof title === 'string' && /^[A-Z]\w*$/.test(title) && shapeKeys.some((key) => key in value)
}
