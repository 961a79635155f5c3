import type { DemoPeople } from '../../modules/people/index.ts'
import { createStandIn, type ProvinceMode, type StandIn } from '../../platform/auth/index.ts'

export interface VneidStandIn {
  readonly mode: ProvinceMode
  readonly publicUrl: URL
  readonly people: DemoPeople
}

/** VNeID for a demo: says of simulated people what VNeID would say, at /stand-in/vneid. */
export function vneidStandIn({ mode, publicUrl, people }: VneidStandIn): Promise<StandIn> {
  return createStandIn({
    mode,
    name: 'citizen',
    publicUrl,
    path: '/stand-in/vneid',
    words: {
      watermark: 'BẢN DÙNG THỬ — không phải VNeID',
      title: 'Chọn người để đăng nhập thử',
      lead: 'Mọi người trong danh sách đều do hệ thống mô phỏng. Không nhập thông tin thật ở đây.',
    },
    accounts: people.citizens.map(({ subject, name, tries, nationalId, birthOn, assurance }) => ({
      subject,
      name,
      tries,
      claims: {
        SoDinhDanh: nationalId,
        HoVaTen: name,
        NgayThangNamSinh: birthOn.replaceAll('-', ''),
        loAs: String(assurance),
      },
    })),
  })
}
