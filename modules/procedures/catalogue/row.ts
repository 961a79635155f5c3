import type {
  CatalogueChannel,
  CatalogueFacts,
  CatalogueFee,
  CatalogueFinding,
  CatalogueLevel,
  CatalogueLimit,
  FindingReason,
} from '../contract/catalogue.ts'

/** The columns of the national catalogue's table, as its export names them. */
export const columns = [
  'ma_thu_tuc',
  'ten_thu_tuc',
  'linh_vuc',
  'bo',
  'cap_thuc_hien',
  'loai_thu_tuc',
  'so_quyet_dinh',
  'doi_tuong_thuc_hien',
  'kenh',
  'thoi_han_theo_kenh',
  'phi_so_dong',
  'detail_url',
] as const
export type Column = (typeof columns)[number]

export const CODE = /^[0-9]\.[0-9]{6}(\.[0-9A-Z.]+)?$/

type Doubt = Omit<CatalogueFinding, 'code' | 'row'>

const LEVELS: Readonly<Record<string, CatalogueLevel>> = {
  'Cấp bộ': 'ministry',
  'Cấp tỉnh': 'province',
  'Cấp xã': 'commune',
  'Cơ quan khác': 'other',
}
const CHANNELS: Readonly<Record<string, CatalogueChannel>> = {
  'Trực tuyến': 'online',
  'Trực tiếp': 'counter',
  'Dịch vụ bưu chính': 'post',
}
const UNITS: Readonly<Record<string, NonNullable<CatalogueLimit['unit']>>> = {
  Giờ: 'hour',
  'Ngày làm việc': 'working-day',
  Ngày: 'calendar-day',
  Tháng: 'month',
}
const DECISION = /^\d+[a-z]?\/QĐ-[A-ZĐ0-9]+(-[A-ZĐ0-9]+)*$/
// The smallest fee known here: 1,000 đ for a further page of a certified copy (TT 226/2016/TT-BTC). Below it, the thousands were left out.
const LEAST_FEE = 1000

/** What is understood of a row, and every doubt about it. What cannot be read stays unknown: nothing is guessed. */
export function readRow(values: Readonly<Record<Column, string>>): {
  readonly facts: CatalogueFacts
  readonly doubts: readonly Doubt[]
} {
  const doubts: Doubt[] = []
  const doubt = (field: Column, reason: FindingReason, value: string = values[field]) =>
    doubts.push({ field, value, reason })

  const name = tidy(values.ten_thu_tuc)
  if (name === '') doubt('ten_thu_tuc', 'name-missing')
  const field = tidy(values.linh_vuc)
  if (field === '') doubt('linh_vuc', 'field-missing')
  const kind = tidy(values.loai_thu_tuc)
  if (kind === '') doubt('loai_thu_tuc', 'kind-missing')
  const decision = tidy(values.so_quyet_dinh)
  if (!DECISION.test(decision)) doubt('so_quyet_dinh', 'decision-unreadable')

  const levels = listed(values.cap_thuc_hien, ',').flatMap((word) => {
    const level = LEVELS[word]
    if (level === undefined) doubt('cap_thuc_hien', 'level-unknown', word)
    return level === undefined ? [] : [level]
  })
  if (tidy(values.cap_thuc_hien) === '') doubt('cap_thuc_hien', 'level-unknown')
  const channels = listed(values.kenh, '|').flatMap((word) => {
    const channel = CHANNELS[word]
    if (channel === undefined) doubt('kenh', 'channel-unknown', word)
    return channel === undefined ? [] : [channel]
  })
  const limits = limitsOf(values.thoi_han_theo_kenh, (reason, value) =>
    doubt('thoi_han_theo_kenh', reason, value),
  )
  for (const { word, reason } of channelDoubts(channels, limits)) doubt('thoi_han_theo_kenh', reason, word)

  const address = tidy(values.detail_url)
  return {
    facts: {
      name,
      field,
      ministry: tidy(values.bo),
      levels,
      kind: kind === '' ? null : kind,
      decision,
      applicants: tidy(values.doi_tuong_thuc_hien),
      channels,
      limits,
      fee: feeOf(values.phi_so_dong, (reason) => doubt('phi_so_dong', reason)),
      address: /^https?:\/\//.test(address) ? address : null,
    },
    doubts,
  }
}

function limitsOf(text: string, doubt: (reason: FindingReason, value: string) => void): CatalogueLimit[] {
  return listed(text, '|').flatMap((part): CatalogueLimit[] => {
    const [word = '', ...rest] = part.split('=')
    const said = tidy(rest.join('='))
    const channel = CHANNELS[tidy(word)]
    if (channel === undefined) {
      doubt('channel-unknown', part)
      return []
    }
    const unread = { channel, text: said, amount: null, unit: null }
    if (said === '') {
      doubt('limit-missing', part)
      return [unread]
    }
    const [, digits, unitWord = ''] = /^(\d{1,6})(?: (.+))?$/.exec(said) ?? []
    const unit = UNITS[unitWord]
    if (digits === undefined || (unit === undefined && unitWord !== '')) {
      doubt('limit-unreadable', part)
      return [unread]
    }
    if (Number(digits) === 0) doubt('limit-zero', part)
    if (unit === undefined) {
      doubt('limit-without-unit', part)
      return [unread]
    }
    return [{ channel, text: said, amount: Number(digits), unit }]
  })
}

/** Channels without a limit, limits without their channel, and channels whose limits differ without saying when. */
function channelDoubts(
  channels: readonly CatalogueChannel[],
  limits: readonly CatalogueLimit[],
): readonly { readonly word: string; readonly reason: FindingReason }[] {
  const doubts: { word: string; reason: FindingReason }[] = []
  for (const [word, channel] of Object.entries(CHANNELS)) {
    const said = limits.filter((limit) => limit.channel === channel).map(({ text }) => text)
    const isOffered = channels.includes(channel)
    if (isOffered && said.length === 0) doubts.push({ word, reason: 'channel-without-limit' })
    if (!isOffered && said.length > 0) doubts.push({ word, reason: 'limit-of-other-channel' })
    if (new Set(said).size > 1)
      doubts.push({ word: `${word}: ${said.join(' | ')}`, reason: 'limits-contradict' })
  }
  return doubts
}

function feeOf(text: string, doubt: (reason: FindingReason) => void): CatalogueFee {
  const said = tidy(text)
  if (said === 'mien_phi') return { rule: 'free' }
  if (said === 'so_tien') {
    doubt('fee-amount-missing')
    return { rule: 'charged' }
  }
  const [, digits] = /^(\d+|\d{1,3}(?:[.,]\d{3})+)(?: ?(?:đồng|đ|VNĐ|VND))?$/i.exec(said) ?? []
  const dong = Number(digits?.replaceAll(/\D/g, '') ?? Number.NaN)
  if (!Number.isSafeInteger(dong)) {
    doubt(said === '' ? 'fee-missing' : 'fee-unreadable')
    return { rule: 'unknown' }
  }
  if (dong === 0) return { rule: 'free' }
  if (dong >= LEAST_FEE) return { rule: 'fixed', dong }
  doubt('fee-absurd')
  return { rule: 'charged' }
}

function listed(text: string, separator: string): readonly string[] {
  return text.split(separator).map(tidy).filter(Boolean)
}

function tidy(text: string): string {
  return text.normalize('NFC').replaceAll(/\s+/g, ' ').trim()
}
