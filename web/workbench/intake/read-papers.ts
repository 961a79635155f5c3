import { withoutHidden } from '../../../kernel/text.ts'
import type { LoaderFunctionArgs } from 'react-router'
import type { PaperInput } from '../../../modules/dossiers/contract.ts'
import { uploadOne } from '../../kit/calls/dossiers.ts'
import type { FieldError } from '../../kit/error-summary.tsx'
import type { Paper } from '../../kit/form/requirements.ts'
import { problemWords, sentence } from '../../kit/problems.ts'
import type { Words } from '../../kit/words/words.ts'
import type { Sent } from '../sent.ts'

/** The names of a paper's fields. */
export function paperFields(key: string) {
  return {
    got: `got:${key}`,
    from: `from:${key}`,
    originals: `originals:${key}`,
    copies: `copies:${key}`,
    file: `file:${key}`,
    keptHash: `kept-hash:${key}`,
    keptName: `kept-name:${key}`,
  } as const
}

export interface BroughtPapers {
  readonly papers: readonly PaperInput[]
  readonly errors: readonly FieldError[]
  /** Files that were uploaded, as fields of the form, so that they need not be chosen again. */
  readonly kept: Sent
}

/** A text field as it was sent, tidied; empty where it was not. */
export function textIn(post: FormData, name: string): string {
  const sent = post.get(name)
  return typeof sent === 'string' ? withoutHidden(sent).trim() : ''
}

/** How many; null where that is no number. */
export function countOf(text: string): number | null {
  return /^\d{1,4}$/.test(text) ? Number(text) : null
}

/** The papers that were marked, their files brought to the store first: those are kept whatever else is wrong. */
export async function readPapers(
  routed: Pick<LoaderFunctionArgs, 'context'>,
  post: FormData,
  asked: readonly Paper[],
  words: Words,
): Promise<BroughtPapers> {
  const papers: PaperInput[] = []
  const errors: FieldError[] = []
  const kept: (readonly [string, string])[] = []
  for (const { requirement } of asked) {
    const names = paperFields(requirement.key)
    if (!post.has(names.got)) continue
    const reusedFrom = reusedIn(textIn(post, names.from))
    if (reusedFrom !== null) {
      papers.push({ requirement: requirement.key, originals: 0, copies: 0, reusedFrom })
      continue
    }
    const [originals, copies] = [names.originals, names.copies].map((name) => {
      const count = countOf(textIn(post, name) || '0')
      if (count !== null && count <= 99) return count
      const rule = words.intake.count
      errors.push({ name, text: `${requirement.name}: ${rule}`, short: sentence(rule) })
      return 0
    })
    const file = await fileIn(routed, post, names)
    if (file !== null && 'problem' in file) {
      const text = problemWords(file.problem, words)
      errors.push({ name: names.file, text: `${requirement.name}: ${text}`, short: text })
      continue
    }
    if (file !== null) kept.push([names.keptHash, file.sha256], [names.keptName, file.name])
    papers.push({
      requirement: requirement.key,
      originals: originals ?? 0,
      copies: copies ?? 0,
      ...(file === null ? {} : { file }),
    })
  }
  return { papers, errors, kept }
}

/** A paper of before: its dossier and its part, or that dossier's result. */
function reusedIn(sent: string): NonNullable<PaperInput['reusedFrom']> | null {
  const [, dossierId, partId] = /^([0-9a-f-]{36})\/([0-9a-f-]{36}|result)$/.exec(sent) ?? []
  if (dossierId === undefined || partId === undefined) return null
  return { dossierId, partId: partId === 'result' ? null : partId }
}

async function fileIn(
  routed: Pick<LoaderFunctionArgs, 'context'>,
  post: FormData,
  names: ReturnType<typeof paperFields>,
) {
  const chosen = post.get(names.file)
  if (chosen instanceof File && chosen.size > 0) {
    const stored = await uploadOne(routed, chosen)
    return stored.ok ? { sha256: stored.value.sha256, name: stored.value.name } : { problem: stored.problem }
  }
  const sha256 = post.get(names.keptHash)
  const name = post.get(names.keptName)
  return typeof sha256 === 'string' && typeof name === 'string' && sha256 !== '' ? { sha256, name } : null
}
