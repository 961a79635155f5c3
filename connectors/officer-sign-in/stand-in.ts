import type { DemoPeople } from '../../modules/people/index.ts'
import { createStandIn, type ProvinceMode, type StandIn } from '../../platform/auth/index.ts'

export interface OfficerStandIn {
  readonly mode: ProvinceMode
  readonly publicUrl: URL
  readonly people: DemoPeople
}

/** The officers' account system for a demo, at /stand-in/officers. */
export function officerStandIn({ mode, publicUrl, people }: OfficerStandIn): Promise<StandIn> {
  return createStandIn({
    mode,
    name: 'officer',
    publicUrl,
    path: '/stand-in/officers',
    words: {
      watermark: 'BẢN DÙNG THỬ — không phải tài khoản cán bộ thật',
      title: 'Chọn cán bộ để đăng nhập thử',
      lead: 'Mọi cán bộ trong danh sách đều do hệ thống mô phỏng. Không nhập thông tin thật ở đây.',
    },
    accounts: people.officers.map(({ subject, name, tries }) => ({ subject, name, tries, claims: {} })),
  })
}
