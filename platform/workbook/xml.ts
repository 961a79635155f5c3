import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { Problem } from '../../kernel/problem.ts'
import { notAWorkbook } from './zip.ts'

export interface Heard {
  readonly open?: (name: string, attributes: Readonly<Record<string, string>>) => void
  readonly close?: (name: string) => void
  readonly text?: (text: string) => void
}

/** Reads XML as it comes; prefixes are dropped, nothing outside it is ever fetched, a declaration of entities is refused. */
export async function readXml(stream: AsyncIterable<Uint8Array>, heard: Heard): Promise<void> {
  const parser = new SaxesParser()
  const failed: unknown[] = []
  const bare = (name: string) => name.slice(name.indexOf(':') + 1)
  parser.on('error', (error) => failed.push(error))
  parser.on('doctype', () => failed.push(new Error('a document type')))
  parser.on('opentag', (tag: SaxesTagPlain) => heard.open?.(bare(tag.name), tag.attributes))
  parser.on('closetag', (tag: SaxesTagPlain) => heard.close?.(bare(tag.name)))
  parser.on('text', (text) => heard.text?.(text))
  parser.on('cdata', (text) => heard.text?.(text))
  const decoder = new TextDecoder()
  try {
    for await (const chunk of stream) {
      parser.write(decoder.decode(chunk, { stream: true }))
      if (failed.length > 0) throw notAWorkbook(failed[0])
    }
    parser.write(decoder.decode()).close()
  } catch (error) {
    if (error instanceof Problem) throw error
    throw notAWorkbook(error)
  }
  if (failed.length > 0) throw notAWorkbook(failed[0])
}
