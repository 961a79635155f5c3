/** XES (IEEE 1849-2023) as plain values; an attribute keeps its own spelling, so that what was read can be written back. */
export type AttributeType = 'string' | 'date' | 'int' | 'float' | 'boolean' | 'id' | 'list' | 'container'

export interface Attribute {
  readonly type: AttributeType
  readonly key: string
  readonly value: string
  readonly children?: readonly Attribute[]
}

export type XesEvent = readonly Attribute[]

export interface XesCase {
  readonly attributes: readonly Attribute[]
  readonly events: readonly XesEvent[]
}

export interface Extension {
  readonly name: string
  readonly prefix: string
  readonly uri: string
}

export interface XesHeader {
  readonly version: string
  readonly extensions: readonly Extension[]
  readonly globals: readonly { readonly scope: string; readonly attributes: readonly Attribute[] }[]
  readonly classifiers: readonly {
    readonly name: string
    readonly keys: string
    readonly scope: string | null
  }[]
  readonly attributes: readonly Attribute[]
}

/** The value of an attribute by its key; undefined where the case or event does not have it. */
export function valueOf(attributes: readonly Attribute[], key: string): string | undefined {
  return attributes.find((attribute) => attribute.key === key)?.value
}
