/** The little of bpmn-moddle that is used; the package brings no types for its entry. */
declare module 'bpmn-moddle' {
  export interface ModdleElement {
    readonly $type: string
    readonly $attrs: Readonly<Record<string, string>>
    readonly id?: string
    get(name: string): unknown
  }
  export interface ParseResult {
    readonly rootElement: ModdleElement
    readonly warnings: readonly { readonly message: string }[]
  }
  export class BpmnModdle {
    constructor(packages: Readonly<Record<string, object>>)
    fromXML(xml: string): Promise<ParseResult>
  }
}
