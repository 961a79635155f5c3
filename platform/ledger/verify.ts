import type { Db } from '../db/index.ts'
import { listBlocks, rootOf } from './block.ts'
import type { Block, Root } from './block.ts'
import { blockHash, NO_BLOCK } from './hashes.ts'
import { ledgerLog, readingLog } from './log.ts'
import type { SealedLog } from './log.ts'
import { listRootsOf } from './published-root.ts'
import type { PublishedRoot } from './published-root.ts'
import { checkBlock, checkTail, isPlausible, readLine } from './verify-block.ts'
import type { Erased, Find, SealFinding } from './verify-block.ts'

export type KeptRoot = Pick<Root, 'block' | 'hash'> & Partial<Pick<PublishedRoot, 'day'>>

export interface VerifyOptions {
  readonly log?: SealedLog['name']
  /**
   * Roots kept outside; only they show a tail that was cut off, or a log written anew, by somebody who took away the roots kept
   * here as well. Those are held against the log in any case.
   */
  readonly published?: readonly KeptRoot[]
  readonly progress?: (checked: number, of: number) => void
}

export interface SealReport {
  readonly log: SealedLog['name']
  /** True when there is nothing to report; the unsealed tail alone is nothing to report. */
  readonly whole: boolean
  readonly blocks: number
  readonly sealedEntries: number
  readonly erasedPayloads: number
  readonly root: Root | null
  /** What is written and not sealed yet: a change there is not found. */
  readonly unsealed: { readonly placed: number; readonly unplaced: number }
  readonly findings: readonly SealFinding[]
  /** All of them; `findings` holds the first thousand. */
  readonly findingCount: number
}

const FINDINGS_NAMED = 1000
const TAIL_PAGE = 4096

async function readErased(db: Db, log: SealedLog): Promise<Erased> {
  if (log.name === 'ledger') {
    const rows = await db.rows<{ entryId: string }>(
      `SELECT l.payload ->> 'entryId' AS "entryId" FROM ledger_entry e JOIN ledger_payload l ON l.entry_id = e.id
       WHERE e.kind = 'ledger.erased'`,
    )
    const erased = new Set(rows.map(({ entryId }) => entryId))
    return (entryId) => erased.has(entryId)
  }
  const { before } = await db.one<{ before: string | null }>(
    `SELECT max(l.payload ->> 'before') AS before FROM ledger_entry e JOIN ledger_payload l ON l.entry_id = e.id
     WHERE e.kind = 'readings.expired'`,
  )
  return (_, recordedAt) => before !== null && recordedAt !== null && recordedAt < before
}

async function findOutOfLine(db: Db, log: SealedLog, find: Find): Promise<void> {
  const rows = await db.rows<{ id: string }>(
    `SELECT e.id FROM ${log.name}_entry e
     WHERE NOT EXISTS (SELECT FROM ${log.name}_position p WHERE p.entry_id = e.id)
       AND NOT EXISTS (SELECT FROM ${log.name}_unplaced u WHERE u.entry_id = e.id)`,
  )
  for (const { id } of rows) find({ fault: 'entry-out-of-line', entryId: id })
}

interface Extent {
  readonly last: number
  readonly top: number
  readonly unplaced: number
  readonly gone: number
}

function readExtent(db: Db, log: SealedLog): Promise<Extent> {
  return db.one<Extent>(
    `SELECT (SELECT last FROM ${log.name}_head) AS last,
       (SELECT coalesce(max(position), 0) FROM ${log.name}_position) AS top,
       (SELECT count(*) FROM ${log.name}_unplaced) AS unplaced,
       (SELECT count(*) FROM ${log.name}_entry) - (SELECT count(*) FROM ${log.name}_payload) AS gone`,
  )
}

/** Checks that the blocks follow each other without a gap, each bound to the one before. */
function checkChain(log: SealedLog, blocks: readonly Block[], find: Find): void {
  let previous: Pick<Block, 'number' | 'lastPosition' | 'hash'> = {
    number: 0,
    lastPosition: 0,
    hash: NO_BLOCK,
  }
  for (const block of blocks) {
    for (let missing = previous.number + 1; missing < block.number; missing += 1) {
      find({ fault: 'block-missing', block: missing })
    }
    const follows = block.number === previous.number + 1
    const bound = blockHash(log.name, block, previous.hash) === block.hash
    if (follows && (!bound || block.firstPosition !== previous.lastPosition + 1)) {
      find({ fault: 'block-changed', block: block.number })
    }
    previous = block
  }
}

interface Page {
  readonly block: Block | null
  readonly from: number
  readonly to: number
}

function pagesOf(blocks: readonly Block[], top: number, find: Find): readonly Page[] {
  const pages: Page[] = []
  for (const block of blocks) {
    if (isPlausible(block)) pages.push({ block, from: block.firstPosition, to: block.lastPosition })
    else find({ fault: 'block-changed', block: block.number })
  }
  for (let from = (blocks.at(-1)?.lastPosition ?? 0) + 1; from <= top; from += TAIL_PAGE) {
    pages.push({ block: null, from, to: Math.min(top, from + TAIL_PAGE - 1) })
  }
  return pages
}

async function checkPages(
  db: Db,
  log: SealedLog,
  pages: readonly Page[],
  find: Find,
  progress: (checked: number) => void,
): Promise<void> {
  const erased = await readErased(db, log)
  // The next page is read while this one is hashed.
  const read = (index: number) => {
    const page = pages[index]
    const lines = page === undefined ? Promise.resolve([]) : readLine(db, log, page.from, page.to)
    lines.catch(() => undefined)
    return lines
  }
  let coming = read(0)
  let checked = 0
  for (const [index, { block }] of pages.entries()) {
    const lines = await coming
    coming = read(index + 1)
    if (block === null) checkTail(log, lines, erased, find)
    else checkBlock(log, block, lines, erased, find)
    checked += lines.length
    progress(checked)
  }
}

/** Holds the log against roots that were published of it, each once. */
function checkPublished(blocks: readonly Block[], published: readonly KeptRoot[], find: Find): void {
  const last = blocks.at(-1)?.number ?? 0
  const byNumber = new Map(blocks.map(({ number, hash }) => [number, hash]))
  const checked = new Set<string>()
  for (const { block, hash, day } of published) {
    const name = JSON.stringify([block, hash, day])
    if (checked.has(name) || byNumber.get(block) === hash) continue
    checked.add(name)
    find({
      fault: block > last ? 'tail-cut' : 'root-differs',
      block,
      ...(day === undefined ? {} : { day }),
    })
  }
}

/**
 * Recomputes every seal from the entries and names what was changed, removed or slipped in, and every payload gone without its
 * erasure. To be run in one snapshot while others write.
 */
export async function verifySeals(db: Db, options: VerifyOptions = {}): Promise<SealReport> {
  const log = options.log === 'reading' ? readingLog : ledgerLog
  const findings: SealFinding[] = []
  let findingCount = 0
  const find: Find = (finding) => {
    findingCount += 1
    if (findings.length < FINDINGS_NAMED) findings.push(finding)
  }
  const extent = await readExtent(db, log)
  const blocks = await listBlocks(db, log, 1, Number.MAX_SAFE_INTEGER)
  checkChain(log, blocks, find)
  checkPublished(blocks, [...(await listRootsOf(db, log)), ...(options.published ?? [])], find)
  if (extent.last !== extent.top) find({ fault: 'head-changed', position: extent.top })
  const last = blocks.at(-1)
  const pages = pagesOf(blocks, extent.top, find)
  const sealedEntries = last?.lastPosition ?? 0
  await checkPages(db, log, pages, find, (checked) => options.progress?.(checked, extent.top))
  await findOutOfLine(db, log, find)
  return {
    log: log.name,
    whole: findingCount === 0,
    blocks: blocks.length,
    sealedEntries,
    erasedPayloads: extent.gone,
    root: last === undefined ? null : rootOf(last),
    unsealed: { placed: Math.max(0, extent.top - sealedEntries), unplaced: extent.unplaced },
    findings,
    findingCount,
  }
}
