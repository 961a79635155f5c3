import { readDemoPeople } from '../modules/people/index.ts'
import type { Province } from './province.ts'

/** What the one who started it needs to read: where it is, and with which demo sign-ins. */
export async function greeting(province: Province, publicUrl: URL): Promise<string> {
  const { content, mode, contentFolder, separateRoles } = province
  const at = (path: string) => new URL(path, publicUrl).href
  const lines = [
    '',
    `  Thông Suốt · ${content.name}${mode === 'demo' ? ' · BẢN DÙNG THỬ (demo)' : ''}`,
    '',
    `  Người dân    citizens   ${at('/')}`,
    `  Cán bộ       officers   ${at('/workbench')}`,
    `  Lãnh đạo     leaders    ${at('/ioc')}`,
    `  API                     ${at('/api')}`,
  ]
  if (!separateRoles) {
    lines.push(
      '',
      '  The database allows no roles of its own, so the program runs as the owner of its tables.',
    )
  }
  if (mode === 'demo') {
    const { citizens, officers } = (await readDemoPeople(contentFolder)).value
    const shown = (people: readonly { readonly name: string; readonly tries: string }[]) =>
      people.map(({ name, tries }) => `    ${name}: ${tries}`)
    lines.push(
      '',
      '  Đăng nhập thử: chọn người trên trang đăng nhập, không cần mật khẩu (demo sign-ins: pick a person, no password)',
      ...shown(citizens.slice(0, 2)),
      ...shown(officers),
    )
  }
  return `${lines.join('\n')}\n`
}
