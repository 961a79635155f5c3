import type { FieldProblem } from '../../kernel/problem.ts'

/** What the portal's words come to. */
export type Verdict = 'done' | 'exists' | 'missing' | 'session-ended' | 'refused'

export interface Answer {
  readonly verdict: Verdict
  readonly code: string
  readonly words: string
  /** What a question was answered with. */
  readonly result: readonly unknown[]
}

/**
 * Reads an answer, or undefined when it is none. Done is only what has code 0 and says so in words: a code alone has been seen
 * on failures. 'đã tồn tại' and 'không tìm thấy' stand in the words, under codes that differ from system to system.
 */
export function readAnswer(body: unknown): Answer | undefined {
  if (typeof body !== 'object' || body === null || !('error_code' in body)) return undefined
  const message = 'message' in body ? body.message : ''
  const code = String(body.error_code)
  const words = typeof message === 'string' ? message.normalize('NFC') : ''
  const result = 'result' in body && Array.isArray(body.result) ? body.result : []
  return { verdict: verdictOf(code, words.toLowerCase()), code, words, result }
}

function verdictOf(code: string, words: string): Verdict {
  if (words.includes('đã tồn tại')) return 'exists'
  if (Number(code) === 0 && words.includes('thành công')) return 'done'
  // Before 'missing': a session that does not exist is no dossier that does not. 'Phiên bản' is a version.
  if (/phiên(?! bản)|session/.test(words)) return 'session-ended'
  if (/không tìm thấy|không tồn tại/.test(words)) return 'missing'
  return 'refused'
}

/** The portal's refusal as a reason: its own words, with every number that might be a person's taken out. */
export function refusalOf({ code, words }: Answer): FieldProblem {
  const said = words.replaceAll(/\d{8,}/g, '…').slice(0, 500)
  return { path: '', code: 'national-portal.refused', meta: { errorCode: code, words: said } }
}
