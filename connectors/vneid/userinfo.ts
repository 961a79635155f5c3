import { Problem } from '../../kernel/problem.ts'
import type { CitizenClaims } from '../../modules/people/index.ts'

/**
 * The claims that a dossier needs, in the issuer's words. Its answer holds far more (parents, spouse, ethnicity,
 * religion): the rest is never read (Luật 91/2025/QH15).
 */
export const claimNames = ['SoDinhDanh', 'HoVaTen', 'NgayThangNamSinh', 'loAs'] as const

export interface VneidPerson extends CitizenClaims {
  readonly assurance: number | null
}

/** Reads userinfo. Problem 'vneid.claim-missing' names a claim that is not there or cannot be read. */
export function readUserinfo(userinfo: Readonly<Record<string, unknown>>): VneidPerson {
  const nationalId = text(userinfo['SoDinhDanh'])
  const name = text(userinfo['HoVaTen'])
  const subject = text(userinfo['sub'])
  if (subject === undefined) throw missing('sub')
  if (nationalId === undefined || !/^\d{12}$/.test(nationalId)) throw missing('SoDinhDanh')
  if (name === undefined) throw missing('HoVaTen')
  const assurance = Number(text(userinfo['loAs']))
  return {
    subject,
    nationalId,
    name: name.normalize('NFC'),
    birthOn: birthDay(text(userinfo['NgayThangNamSinh'])),
    assurance: Number.isInteger(assurance) && assurance >= 1 && assurance <= 4 ? assurance : null,
  }
}

function missing(claim: string): Problem {
  return new Problem('unavailable', 'vneid.claim-missing', { meta: { claim } })
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}

// Nobody who signs in was born before; what systems write where they know no day ('00010101') lies long before.
const FIRST_DAY = '1900-01-01'

/** 'yyyyMMdd', with or without a time behind it, or 'dd/MM/yyyy'; a year alone names no day. */
function birthDay(value: string | undefined): string | null {
  const match =
    /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})(\d{6})?$/.exec(value ?? '') ??
    /^(?<day>\d{2})\/(?<month>\d{2})\/(?<year>\d{4})$/.exec(value ?? '')
  if (!match?.groups) return null
  const { year, month, day } = match.groups
  const date = `${year}-${month}-${day}`
  if (date < FIRST_DAY) return null
  const instant = new Date(`${date}T00:00:00Z`)
  return Number.isNaN(instant.getTime()) || instant.toISOString().slice(0, 10) !== date ? null : date
}
