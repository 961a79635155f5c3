import { isLocalDate } from '../../kernel/dates.ts'

/** A named format of a text: how it is written down once, and whether what is written can be right. */
export interface Format {
  /** The one way of writing it, when the text is recognised at all; the text itself otherwise. */
  tidy(text: string): string
  isValid(text: string): boolean
}

// Circular 07/2016/TT-BCA, annex 1: the provinces in which a birth was registered. Numbers are not given anew when
// provinces merge, so the list outlives them. A birth abroad carries a country's number, beyond these.
const provinces = new Set(
  (
    '001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042 ' +
    '044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 ' +
    '089 091 092 093 094 095 096'
  ).split(' '),
)

/** 12 digits (Decree 137/2015/ND-CP, article 13): place of birth, century and sex, two digits of the year, six free. */
function isNationalId(text: string): boolean {
  if (!/^\d{12}$/.test(text)) return false
  const place = text.slice(0, 3)
  const isPlace = provinces.has(place) || Number(place) >= 100
  // 0 and 1 were born from 1900, 2 and 3 from 2000; 4 and above will be born from 2100.
  return isPlace && Number(text.slice(3, 4)) <= 3
}

const taxWeights = [31, 29, 23, 19, 17, 13, 7, 5, 3]

/** 10 digits, the tenth a check over the nine before it; a branch adds three (Circular 105/2020/TT-BTC, article 5). */
function isTaxCode(text: string): boolean {
  if (!/^\d{10}(-\d{3})?$/.test(text)) return false
  const sum = taxWeights.reduce((total, weight, index) => total + weight * Number(text[index]), 0)
  return 10 - (sum % 11) === Number(text[9])
}

/** A mobile number (10 digits) or a landline with its area (02…, 11 digits), written from 0. */
function isPhone(text: string): boolean {
  return /^(0[35789]\d{8}|02\d{9})$/.test(text)
}

function tidyDate(text: string): string {
  const [, day = '', month = '', year = ''] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text) ?? []
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isLocalDate(iso) ? iso : text
}

function tidyTaxCode(text: string): string {
  const [, head, branch] = /^(\d{10})-?(\d{3})?$/.exec(text.replaceAll(/\s/g, '')) ?? []
  if (head === undefined) return text
  return branch === undefined ? head : `${head}-${branch}`
}

function tidyPhone(text: string): string {
  const digits = text.replaceAll(/[\s.()-]/g, '').replace(/^(\+84|0084)0?(?=\d)/, '0')
  return /^\d+$/.test(digits) ? digits : text
}

/** 16 digits in fours, the last a check over the fifteen before it (ISO/IEC 7064, MOD 11-2), as ORCID writes them. */
function isOrcid(text: string): boolean {
  if (!/^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$/.test(text)) return false
  const digits = text.replaceAll('-', '')
  let sum = 0
  for (const digit of digits.slice(0, 15)) sum = (sum + Number(digit)) * 2
  const check = (12 - (sum % 11)) % 11
  return digits.at(15) === (check === 10 ? 'X' : String(check))
}

function tidyOrcid(text: string): string {
  const bare = text
    .replace(/^https?:\/\/orcid[.]org\//i, '')
    .replaceAll(/[\s-]/g, '')
    .toUpperCase()
  return /^\d{15}[\dX]$/.test(bare) ? (bare.match(/.{4}/g) ?? []).join('-') : text
}

function isWebAddress(text: string): boolean {
  if (text.length > 500 || !URL.canParse(text)) return false
  const { protocol, hostname, username } = new URL(text)
  return (protocol === 'https:' || protocol === 'http:') && hostname.includes('.') && username === ''
}

/** The formats that a form may name. */
export const formats: Readonly<Record<string, Format>> = {
  date: { tidy: tidyDate, isValid: isLocalDate },
  'national-id': {
    tidy: (text) => (/^[\d\s.]+$/.test(text) ? text.replaceAll(/[\s.]/g, '') : text),
    isValid: isNationalId,
  },
  'tax-code': { tidy: tidyTaxCode, isValid: isTaxCode },
  'phone-vn': { tidy: tidyPhone, isValid: isPhone },
  orcid: { tidy: tidyOrcid, isValid: isOrcid },
  'web-address': {
    tidy: (text) => (/^[\w-]+([.][\w-]+)+(\/\S*)?$/.test(text) ? `https://${text}` : text),
    isValid: isWebAddress,
  },
  email: {
    tidy: (text) => text,
    // RFC 5321 lengths; the shape is only what no address lacks, for the one proof of an address is mail that arrives.
    isValid: (text) => text.length <= 254 && /^[^\s@<>()",;:\\]{1,64}@[^\s@.<>]+(\.[^\s@.<>]+)+$/.test(text),
  },
}
