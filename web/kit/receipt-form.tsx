import type { ReactNode } from 'react'
import type { Tracking } from '../../modules/dossiers/contract.ts'
import { useFormat } from './format.ts'
import { useRoot } from './words/use.ts'
import { vi } from './words/vi.ts'

const UNKNOWN = 'chưa rõ'

const NO_DUE: Readonly<Record<Tracking['due']['basis'], string>> = {
  computed: UNKNOWN,
  'stated-by-source': UNKNOWN,
  suspended: 'tạm dừng chờ bổ sung, hẹn lại khi đã bổ sung',
  'no-limit': 'pháp luật không quy định thời hạn',
  unknown: 'chưa xác định được thời hạn',
}

/**
 * Form 01, receipt and appointment (TT 03/2025/TT-VPCP, annex I), laid out for an A5 or A4 sheet. It stands in Vietnamese
 * in either language, as the form is prescribed; until it is signed digitally it says so.
 */
export function ReceiptForm({ tracking }: { readonly tracking: Tracking }): ReactNode {
  const { deliveries } = vi.dossier
  const format = useFormat()
  const demo = useRoot()?.house.demo ?? false
  const { receipt, acceptedAt, due } = tracking
  if (receipt === null || acceptedAt === null) return null
  return (
    <article className="sheet" lang="vi">
      <header className="sheet-head">
        <p>
          <strong>{tracking.receivingAgencyName}</strong>
          <br />
          Số: {tracking.code}
        </p>
        <p>
          <strong>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</strong>
          <br />
          <strong>Độc lập - Tự do - Hạnh phúc</strong>
        </p>
      </header>
      <h1>Giấy tiếp nhận hồ sơ và hẹn trả kết quả</h1>
      <p className="sheet-form">Mẫu số 01, Phụ lục I, Thông tư 03/2025/TT-VPCP</p>
      <dl>
        <dt>Tiếp nhận hồ sơ của</dt>
        <dd>{tracking.applicant ?? UNKNOWN}</dd>
        <dt>Nội dung yêu cầu giải quyết</dt>
        <dd>
          {tracking.procedureName} ({tracking.procedure}), {tracking.caseName}
        </dd>
        <dt>Thành phần hồ sơ đã nộp</dt>
        <dd>
          <ol>
            <li>Tờ khai điện tử</li>
            {receipt.papers.map(({ title, name, originals, copies }) => (
              <li key={`${title}${name ?? ''}`}>
                {title}
                {originals + copies === 0 ? null : `: ${originals} bản chính, ${copies} bản sao`}
                {name === null ? null : ` (${name})`}
              </li>
            ))}
          </ol>
        </dd>
        <dt>Thời gian nhận hồ sơ</dt>
        <dd>{format.moment(acceptedAt)}</dd>
        <dt>Thời gian hẹn trả kết quả</dt>
        <dd>
          {due.at === null ? NO_DUE[due.basis] : format.moment(due.at)}
          {due.clause === null ? null : ` (${due.clause})`}
        </dd>
        <dt>Nhận kết quả</dt>
        <dd>{tracking.delivery === null ? UNKNOWN : deliveries[tracking.delivery]}</dd>
      </dl>
      <footer className="sheet-signatures">
        <p>
          <strong>Người nộp hồ sơ</strong>
          <br />
          {tracking.applicant ?? UNKNOWN}
        </p>
        <p>
          <strong>Người tiếp nhận hồ sơ</strong>
          <br />
          {receipt.acceptedBy ?? UNKNOWN}
          <br />
          <span className="soft">Bản xem, chưa ký số</span>
        </p>
      </footer>
      {demo ? <p className="sheet-demo">BẢN DÙNG THỬ, không có giá trị pháp lý</p> : null}
    </article>
  )
}
