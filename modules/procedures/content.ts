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
import type { Fault } from './faults.ts'
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

const sharedFolder = 'shared'

/**
 * Reads every procedure below a province's folder: one folder each, named by its code, with procedure.yaml and its own
 * form.yaml and process.bpmn, or the names of those in the folder `shared` that it takes. Problem `content.invalid` with
 * every fault of every file and its line.
 */
export async function readProcedures(folder: string): Promise<readonly ProcedureContent[]> {
  const entries = await readdir(join(folder, 'procedures'), { withFileTypes: true })
  const names = entries
    .filter((entry) => entry.isDirectory() && entry.name !== sharedFolder)
    .map((entry) => entry.name)
  const shared = sharedParts(join(folder, 'procedures', sharedFolder), folder)
  return await gatherContent(
    names.toSorted().map((name) => readWith(shared, join(folder, 'procedures', name), folder)),
  )
}

/** Reads the procedure of one folder; files are named in errors relative to `root`. Problem `content.invalid`. */
export async function readProcedure(folder: string, root: string = folder): Promise<ProcedureContent> {
  return await readWith(sharedParts(join(folder, '..', sharedFolder), root), folder, root)
}

interface BpmnFile {
  readonly xml: string
  readonly graph: ProcessGraph
}

/** Forms and processes by name, each read and checked once. */
interface SharedParts {
  readonly form: (name: string) => Promise<FormDefinition | undefined>
  readonly process: (name: string) => Promise<BpmnFile | undefined>
}

function sharedParts(folder: string, root: string): SharedParts {
  return {
    form: once((name) => readForm(join(folder, name, 'form.yaml'), root)),
    process: once((name) => readBpmn(join(folder, name, 'process.bpmn'), root)),
  }
}

function once<T>(read: (name: string) => Promise<T>): (name: string) => Promise<T> {
  const kept = new Map<string, Promise<T>>()
  return (name) => {
    const known = kept.get(name) ?? read(name)
    kept.set(name, known)
    return known
  }
}

async function readWith(shared: SharedParts, folder: string, root: string): Promise<ProcedureContent> {
  const declaration = await readContent(join(folder, 'procedure.yaml'), Declaration, { root })
  const { sharedForm, sharedProcess } = declaration.value
  const [ownForm, ownProcess, takenForm, takenProcess] = await Promise.all([
    readForm(join(folder, 'form.yaml'), root),
    readBpmn(join(folder, 'process.bpmn'), root),
    sharedForm === undefined ? undefined : shared.form(sharedForm),
    sharedProcess === undefined ? undefined : shared.process(sharedProcess),
  ])
  const form = ownForm ?? takenForm
  const process = ownProcess ?? takenProcess
  const faults = [
    ...takenFaults('/sharedForm', sharedForm, ownForm, takenForm),
    ...takenFaults('/sharedProcess', sharedProcess, ownProcess, takenProcess),
    ...declarationFaults(declaration.value, {
      fields: form && new Set(Object.keys(propertiesOf(form))),
      ends: process && new Set(endsOf(process.graph)),
    }),
  ]
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

/** A shared part is there under its name, and stands in for nothing that the procedure has itself. */
function takenFaults(path: string, name: string | undefined, own: unknown, taken: unknown): readonly Fault[] {
  if (name === undefined) return []
  if (own !== undefined) {
    return [{ path, code: 'twice', detail: `the procedure has its own instead of ${name}` }]
  }
  return taken === undefined ? [{ path, code: 'broken-reference', detail: `there is no ${name}` }] : []
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

async function readBpmn(path: string, root: string): Promise<BpmnFile | undefined> {
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
