import { newId } from '../../kernel/ids.ts'
import { aPdf } from '../living-province.ts'
import { administrationBodies, unitWorkbook } from './administration.ts'
import type { Row } from './matrix.ts'
import { aRegisterWorkbook, registerBodies } from './registers.ts'
import type { Subject } from './world.ts'

export interface Asked {
  readonly path: string
  readonly init: RequestInit
}

/** What this row asks of the program about this subject. */
export function requestOf({ method, path }: Pick<Row, 'method' | 'path'>, subject: Subject): Asked {
  const route = `${method} ${path}`
  const { query = '', content } = sent[route]?.(subject) ?? administrationSent(route, subject)
  const headers = { 'sec-fetch-site': 'same-origin', ...content?.headers }
  return {
    path: `${filled(path, subject)}${query}`,
    init: { method, headers, ...(content === undefined ? {} : { body: content.body }) },
  }
}

function filled(path: string, subject: Subject): string {
  return path.replaceAll(/:(\w+)|\*/g, (found, name: string | undefined) => {
    const value = subject[name ?? '*']
    if (value === undefined) throw new Error(`What ${path} is asked about has no ${found}`)
    return value
  })
}

interface Sent {
  readonly query?: string
  readonly content?: {
    readonly body: NonNullable<RequestInit['body']>
    readonly headers: Record<string, string>
  }
}

const json = (value: unknown): Sent => ({
  content: { body: JSON.stringify(value), headers: { 'content-type': 'application/json' } },
})
const form = (fields: Record<string, string>): Sent => ({
  content: {
    body: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  },
})
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const aWorkbook = await unitWorkbook('ubnd-27694')

function administrationSent(route: string, subject: Subject): Sent {
  if (route === 'POST /api/v1/administration/workbook') {
    const body = new FormData()
    body.set('file', new File([new Uint8Array(aWorkbook)], 'quan-tri.xlsx', { type: xlsx }))
    return { content: { body, headers: {} } }
  }
  if (route === 'POST /api/v1/registers/:key/imports') {
    const body = new FormData()
    body.set('file', new File([new Uint8Array(aRegisterWorkbook)], 'to-chuc.xlsx', { type: xlsx }))
    return { content: { body, headers: {} } }
  }
  const body = administrationBodies[route]?.(subject) ?? registerBodies[route]?.(subject)
  if (body !== undefined) return json(body)
  return route.endsWith('/administration/holders') ? { query: `?agencyId=${of(subject, 'agencyId')}` } : {}
}
const of = (subject: Subject, name: string): string => subject[name] ?? ''

const wrong = [{ path: '/parts/birth-notice', reason: 'Ảnh mờ' }]
const delivery = 'counter'
const grounds = { reason: 'Nộp hai lần', clause: 'Luật 97/2015/QH13, Đ12' }
const emptyDraft = {
  procedure: '1.001193',
  caseKey: null,
  agencyId: null,
  delivery: null,
  answers: {},
  parts: [],
}

/** What goes with a request beyond its address. */
const sent: Readonly<Record<string, (subject: Subject) => Sent>> = {
  'GET /nop': ({ code = '' }) => ({ query: `?thu-tuc=${code}` }),
  'GET /api/v1/connectors/national-portal/messages': () => ({ query: '?state=sent' }),
  'GET /api/v1/connectors/emc/messages': () => ({ query: '?state=sent' }),
  'POST /api/v1/drafts': () => json(emptyDraft),
  'PUT /api/v1/drafts/:id': () => json(emptyDraft),
  'POST /api/v1/dossiers': (subject) => json(JSON.parse(of(subject, 'birth'))),
  'POST /api/v1/dossiers/:id/supplement': () =>
    json({ answers: { childName: 'Nguyễn Văn Bình' }, parts: [] }),
  'POST /api/v1/dossiers/:id/accept': () => json({}),
  'POST /api/v1/dossiers/:id/refuse': () => json({ ground: 'Sai nơi' }),
  'POST /api/v1/dossiers/:id/request-supplement': () => json({ message: 'Nộp lại', wrong }),
  'POST /api/v1/dossiers/:id/complete-task': (subject) => {
    const approves = of(subject, 'step') === 'approver'
    return json({
      taskId: of(subject, 'taskId'),
      ...(approves ? { outcome: 'approve', result: { number: '15/2026' } } : { outcome: 'propose-grant' }),
    })
  },
  'POST /api/v1/dossiers/:id/release': () => json({ delivery }),
  'POST /api/v1/dossiers/:id/receive-supplement': () => json({ answers: {}, papers: [] }),
  'POST /api/v1/dossiers/:id/settle-fees': () =>
    json({ fees: { applies: { registration: true, 'late-registration': false, 'extract-copy': false } } }),
  'POST /api/v1/dossiers/:id/receive-cash': () => json({ amount: 50_000 }),
  'POST /api/v1/dossiers/:id/refund': () => json({ lines: [], ...grounds }),
  'POST /api/v1/payments/unmatched/:id/close': () => json({ outcome: 'to-refund', ...grounds }),
  'POST /api/v1/payments/refunds/:id/return': () => json({ way: 'cash' }),
  'POST /api/v1/dossiers/:id/return-papers': ({ partId = newId() }) => json({ partIds: [partId] }),
  'POST /api/v1/dossiers/:id/digital-copy': ({ partId = newId(), sha256 = 'ab'.repeat(32) }) =>
    json({ partId, sha256, name: 'giay-to.pdf' }),
  'POST /api/v1/intake': (subject) => json(JSON.parse(of(subject, 'intake'))),
  'POST /api/v1/intake/applicants': (subject) => json({ nationalId: of(subject, 'nationalId') }),
  'POST /api/v1/files': () => {
    const body = new FormData()
    body.set('file', new File([new Uint8Array(aPdf)], 'giay-to.pdf', { type: 'application/pdf' }))
    return { content: { body, headers: {} } }
  },
  'POST /api/v1/votes/:token': () => json({ liked: 'liked', reasons: [], comment: null }),
  'POST /danh-gia/:token': () => form({ liked: 'liked' }),
  'POST /workbench/ho-so/:id': () => form({ intent: 'accept' }),
  'POST /workbench/tiep-nhan/:code': (subject) =>
    form({ intent: 'find', nationalId: of(subject, 'nationalId') }),
  'POST /nop/:draft/xem-lai': () => form({ discard: 'true' }),
  'POST /ngon-ngu': () => form({ language: 'vi', next: '/' }),
  'POST /giao-dien': () => form({ theme: 'dark', next: '/' }),
}
