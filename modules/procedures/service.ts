import type { LocalDate } from '../../kernel/dates.ts'
import { localDateOf } from '../../kernel/dates.ts'
import { Problem } from '../../kernel/problem.ts'
import { brokenReference, refuseErrors } from '../../platform/content/index.ts'
import type { Db, Tx } from '../../platform/db/index.ts'
import type { Form } from '../../platform/forms/index.ts'
import { compileForm } from '../../platform/forms/index.ts'
import { record } from '../../platform/ledger/index.ts'
import { describeProcess } from '../../platform/process/index.ts'
import { listAgencies } from '../agencies/index.ts'
import type { ProcedureContent } from './content.ts'
import type { ProcedurePage } from './contract.ts'
import type { OfferedLevel } from './domain.ts'
import { procedureEntries } from './contract.ts'
import { isEligibleForEndToEnd, levelsOf, planPublication } from './domain.ts'
import type { StoredVersion } from './store.ts'
import * as store from './store.ts'

/** A version ready to work with: its form compiled, its process a graph; null where it has none. */
export interface ProcedureVersion extends StoredVersion {
  readonly form: Form | null
  /** Null where it is not known. */
  readonly eligibleForEndToEnd: boolean | null
}

export interface Published {
  readonly code: string
  readonly versionId: string
  readonly validFrom: LocalDate
}

/**
 * Makes a declaration the last version of its procedure; undefined when it is that already. The version before it ends
 * where the new one begins and keeps its dossiers. Problem `content.invalid` names the line of an agency kind that nobody has.
 */
export async function publishProcedure(
  tx: Tx,
  at: Date,
  content: ProcedureContent,
): Promise<Published | undefined> {
  const { declaration, formDefinition, processXml, process, hash } = content
  const { code, validFrom: declaredFrom } = declaration.value
  const known = await store.listKnown(tx, code)
  const plan = planPublication(known, { hash, validFrom: declaredFrom }, localDateOf(at))
  if (!plan) return undefined
  await refuseStrangers(tx, content, plan.validFrom)
  if (plan.ends !== null) await store.endVersion(tx, plan.ends, plan.validFrom)
  const versionId = await store.saveVersion(tx, {
    code,
    validFrom: plan.validFrom,
    declaration: declaration.value,
    formDefinition,
    processXml,
    process,
    hash,
    publishedAt: at,
  })
  const published = { code, versionId, validFrom: plan.validFrom }
  await record(tx, at, null, [
    {
      kind: procedureEntries.published,
      occurredAt: at,
      actor: { kind: 'system', id: 'content' },
      basis: declaration.value.publishedBy.decision,
      payload: { ...published, hash, ends: plan.ends, file: declaration.file },
    },
  ])
  return published
}

/** Publishes what is new among these, after the agencies: idempotent. Answers what was published. */
export async function loadProcedures(
  tx: Tx,
  at: Date,
  contents: readonly ProcedureContent[],
): Promise<readonly Published[]> {
  const published: Published[] = []
  const last = await store.listLastHashes(tx)
  for (const content of contents) {
    if (last.get(content.declaration.value.code) === content.hash) continue
    const one = await publishProcedure(tx, at, content)
    if (one) published.push(one)
  }
  return published
}

/** The version a dossier is under. Problem 'procedures.version-missing'. */
export async function getVersion(db: Db, id: string): Promise<ProcedureVersion> {
  const end = await store.findEnd(db, id)
  const [version] = end === undefined ? [] : await readied(db, [end])
  if (!version) throw new Problem('missing', 'procedures.version-missing', { meta: { id } })
  return version
}

/** The versions that dossiers are under, by id. */
export async function listVersions(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ProcedureVersion>> {
  if (ids.length === 0) return new Map()
  const versions = await readied(db, await store.listEnds(db, ids))
  return new Map(versions.map((version) => [version.id, version]))
}

/** The versions in force on a day of those among these procedures that have one. */
export async function listCurrentVersions(
  db: Db,
  codes: readonly string[],
  on: LocalDate,
): Promise<readonly ProcedureVersion[]> {
  return readied(db, await store.listEndsInForce(db, codes, on))
}

/** What the province's procedures offer online, as it was in force on a day and known by an instant. */
export async function listServiceLevels(
  db: Db,
): Promise<(on: LocalDate, knownBy: Date) => readonly OfferedLevel[]> {
  const versions = await store.listLevels(db, [...levelsKept.keys()])
  const levels = versions.flatMap(({ id, declared, ...version }) => {
    const level = declared === null ? levelsKept.get(id) : declared.level
    if (level === undefined) throw new Error(`the level of version ${id} was lost`)
    if (levelsKept.size < LEVELS_KEPT_AT_MOST) levelsKept.set(id, level)
    return level === null ? [] : [{ ...version, ...level }]
  })
  return levelsOf(levels)
}

// A declaration never changes, and is long beside what is needed of it here.
const LEVELS_KEPT_AT_MOST = 5000
const levelsKept = new Map<string, store.DeclaredLevel>()

/** The names of procedures by code, whatever version. */
export async function listProcedureNames(
  db: Db,
  codes: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  return new Map((await store.listNames(db, codes)).map(({ code, name }) => [code, name]))
}

/** The version of a procedure in force on a day. */
export async function findCurrentVersion(
  db: Db,
  code: string,
  on: LocalDate,
): Promise<ProcedureVersion | undefined> {
  return (await listCurrentVersions(db, [code], on))[0]
}

/** As `findCurrentVersion`; Problem 'procedures.missing' when none is in force. */
export async function currentVersion(db: Db, code: string, on: LocalDate): Promise<ProcedureVersion> {
  const version = await findCurrentVersion(db, code, on)
  if (!version) throw new Problem('missing', 'procedures.missing', { meta: { code, on } })
  return version
}

/** Everything that is to be read of a procedure in force on a day. Problem 'procedures.missing'. */
export async function readProcedurePage(db: Db, code: string, on: LocalDate): Promise<ProcedurePage> {
  const version = await store.findInForce(db, code, on)
  if (!version) throw new Problem('missing', 'procedures.missing', { meta: { code, on } })
  return pageOf(version)
}

/** The same of one version, in force or not: what a dossier was handed in under. Problem 'procedures.version-missing'. */
export async function readVersionPage(db: Db, id: string): Promise<ProcedurePage> {
  return pageOf(await getVersion(db, id))
}

function pageOf(version: StoredVersion): ProcedurePage {
  const { id, validFrom, validTo, publishedAt, hash, declaration, formDefinition, process } = version
  const steps = process === null ? [] : describeProcess(process)
  return {
    versionId: id,
    validFrom,
    validTo,
    publishedAt: publishedAt.toISOString(),
    hash,
    declaration,
    form: formDefinition,
    steps: steps.map(({ node, name, role, share }) => ({ key: node, name, role, share })),
  }
}

// Apart from its end a version never changes, so that it is read once, and its form is compiled once.
const KEPT_AT_MOST = 500
const kept = new Map<string, ProcedureVersion>()
const forms = new Map<string, Form>()

/** The versions ready to work with, each read in full only when it is not kept from before. */
async function readied(db: Db, ends: readonly store.VersionEnd[]): Promise<readonly ProcedureVersion[]> {
  const absent = ends.map(({ id }) => id).filter((id) => !kept.has(id))
  const read = absent.length === 0 ? [] : (await store.listByIds(db, absent)).map(ready)
  const fresh = new Map(read.map((version) => [version.id, version]))
  const versions = ends.flatMap(({ id, validTo }) => {
    const version = kept.get(id) ?? fresh.get(id)
    return version === undefined ? [] : [{ ...version, validTo }]
  })
  for (const [id, version] of fresh) kept.set(id, version)
  for (const id of kept.keys()) if (kept.size > KEPT_AT_MOST) kept.delete(id)
  return versions
}

function ready(version: StoredVersion): ProcedureVersion {
  const { hash, formDefinition, declaration } = version
  const eligibleForEndToEnd = isEligibleForEndToEnd(declaration)
  if (formDefinition === null) return { ...version, form: null, eligibleForEndToEnd }
  const form = forms.get(hash) ?? compileForm(formDefinition)
  forms.set(hash, form)
  return { ...version, form, eligibleForEndToEnd }
}

async function refuseStrangers(tx: Tx, { declaration }: ProcedureContent, on: LocalDate): Promise<void> {
  const agencies = await listAgencies(tx, on)
  const kinds = new Set<string>(agencies.map(({ kind }) => kind))
  const competent = new Set<string>(declaration.value.agencies.competent)
  const keys = new Set(agencies.filter(({ kind }) => competent.has(kind)).map(({ key }) => key))
  const parts = ['competent', 'receiving', 'supporting'] as const
  refuseErrors([
    ...parts.flatMap((part) =>
      declaration.value.agencies[part].flatMap((kind, at) =>
        kinds.has(kind)
          ? []
          : [brokenReference(declaration, `/agencies/${part}/${at}`, `agency of kind ${kind} on ${on}`)],
      ),
    ),
    ...(declaration.value.agencies.only ?? []).flatMap((key, at) =>
      keys.has(key)
        ? []
        : [brokenReference(declaration, `/agencies/only/${at}`, `competent agency ${key} on ${on}`)],
    ),
  ])
}
