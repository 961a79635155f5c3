import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { Problem } from '../../kernel/problem.ts'
import type { Content, ContentError } from '../../platform/content/index.ts'
import {
  contentError,
  contentHash,
  gatherContent,
  readContent,
  refuseErrors,
} from '../../platform/content/index.ts'
import { compileForm, FormDefinition } from '../../platform/forms/index.ts'
import type { ProcessGraph } from '../../platform/process/index.ts'
import { readProcess } from '../../platform/process/index.ts'
import { Declaration } from './contract.ts'
import { declarationFaults } from './faults.ts'

/** A procedure as its folder declares it, checked in itself and ready to publish. */
export interface ProcedureContent {
  readonly declaration: Content<Declaration>
  readonly formDefinition: FormDefinition | null
  readonly processXml: string | null
  readonly process: ProcessGraph | null
  readonly hash: string
}

/** The roles that a task of a procedure may name. */
export const processRoles = ['reception', 'case-officer', 'approver'] as const

/**
 * Reads every procedure below a province's folder: one folder each, named by its code, with procedure.yaml, form.yaml
 * and process.bpmn. Problem `content.invalid` with every fault of every file and its line.
 */
export async function readProcedures(folder: string): Promise<readonly ProcedureContent[]> {
  const entries = await readdir(join(folder, 'procedures'), { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return await gatherContent(
    names.toSorted().map((name) => readProcedure(join(folder, 'procedures', name), folder)),
  )
}

/** Reads the procedure of one folder; files are named in errors relative to `root`. Problem `content.invalid`. */
export async function readProcedure(folder: string, root: string = folder): Promise<ProcedureContent> {
  const [declaration, form, process] = await Promise.all([
    readContent(join(folder, 'procedure.yaml'), Declaration, { root }),
    readForm(join(folder, 'form.yaml'), root),
    readBpmn(join(folder, 'process.bpmn'), root),
  ])
  const faults = declarationFaults(declaration.value, {
    fields: form && new Set(Object.keys(propertiesOf(form))),
    ends: process && new Set(endsOf(process.graph)),
  })
  refuseErrors(faults.map(({ path, code, detail }) => contentError(declaration, path, code, detail)))
  const formDefinition = form ?? null
  const processXml = process?.xml ?? null
  return {
    declaration,
    formDefinition,
    processXml,
    process: process?.graph ?? null,
    hash: contentHash({ declaration: declaration.value, form: formDefinition, process: processXml }),
  }
}

async function readForm(path: string, root: string): Promise<FormDefinition | undefined> {
  if (!(await isThere(path))) return undefined
  const content = await readContent(path, FormDefinition, { root })
  try {
    compileForm(content.value)
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'forms.malformed') throw error
    refuseErrors(
      error.fields.map((fault) => contentError(content, fault.path, fault.code, detailOf(fault.meta))),
    )
  }
  return content.value
}

async function readBpmn(
  path: string,
  root: string,
): Promise<{ xml: string; graph: ProcessGraph } | undefined> {
  if (!(await isThere(path))) return undefined
  const xml = await readFile(path, 'utf8')
  const file = relative(root, path).replaceAll('\\', '/')
  try {
    return { xml, graph: await readProcess(xml, { roles: processRoles }) }
  } catch (error) {
    if (!(error instanceof Problem) || !error.code.startsWith('process.')) throw error
    const { code, fields, meta } = error
    const whole: ContentError = { ...placeOf(xml, file, ''), path: '', code, detail: detailOf(meta) }
    refuseErrors(
      fields.length === 0
        ? [whole]
        : fields.map((fault) => ({
            ...placeOf(xml, file, fault.path.slice(1)),
            path: fault.path,
            code: fault.code,
            detail: detailOf(fault.meta),
          })),
    )
    throw error
  }
}

/** Where the element with an id stands in a BPMN file. */
function placeOf(xml: string, file: string, id: string): { file: string; line: number; column: number } {
  const before = xml.slice(0, Math.max(0, xml.indexOf(` id="${id}"`))).split('\n')
  return { file, line: before.length, column: (before.at(-1) ?? '').length + 1 }
}

function endsOf({ nodes }: ProcessGraph): readonly string[] {
  return Object.entries(nodes).flatMap(([id, node]) => (node.kind === 'end' ? [id] : []))
}

function propertiesOf({ schema }: FormDefinition): object {
  return typeof schema.properties === 'object' && schema.properties !== null ? schema.properties : {}
}

function detailOf(meta: Readonly<Record<string, unknown>> | undefined): string {
  return meta === undefined ? '' : JSON.stringify(meta)
}

async function isThere(path: string): Promise<boolean> {
  return await readFile(path).then(
    () => true,
    () => false,
  )
}
