import { parentPort, workerData } from 'node:worker_threads'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { join } from 'node:path'
import { coverageOf, readFonts } from './fonts.ts'
import type { Question, Reply, Setting } from './messages.ts'
import { printable } from './printable.ts'

const { templates } = workerData as Setting
const fonts = readFonts()
const covers = coverageOf(fonts)
const compiler = NodeCompiler.create({ workspace: templates, fontArgs: [{ fontBlobs: [...fonts] }] })

function typeset({ template, data, madeAt }: Question): Uint8Array {
  const inputs = { data: JSON.stringify(printable(JSON.parse(data), covers)) }
  const compiled = compiler.compile({ mainFilePath: join(templates, template), inputs })
  const { result } = compiled
  if (result === null) throw new Error(told(compiled.takeDiagnostics()?.shortDiagnostics))
  return Uint8Array.from(compiler.pdf(result, { pdfStandard: 'a-2b', creationTimestamp: madeAt }))
}

/** The messages alone; what stands between backticks may be of the data, which belongs in no log. */
function told(diagnostics: unknown): string {
  return JSON.stringify(diagnostics ?? 'no diagnostics').replaceAll(/`[^`]*`/g, '`…`')
}

parentPort?.on('message', (question: Question) => {
  let reply: Reply
  try {
    reply = { pdf: typeset(question) }
  } catch (error) {
    reply = { failure: told(error instanceof Error ? error.message : String(error)) }
  }
  // What is remembered of a layout is remembered by the whole process, an applicant's text with it; forgetting costs no time.
  compiler.evictCache(0)
  parentPort?.postMessage(reply, 'pdf' in reply ? [reply.pdf.buffer as ArrayBuffer] : [])
})
