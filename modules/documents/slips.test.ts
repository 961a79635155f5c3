import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pdfText, squeezed } from '../../tests/pdf-text.ts'
import { openSlips, readSlips, type SlipData, type SlipKind, type Slips } from './index.ts'
import { samples } from './slips.fixture.ts'

const folder = fileURLToPath(new URL('../../content/tay-ninh', import.meta.url))
const on = '2026-11-24'
const kinds = Object.keys(samples) as SlipKind[]

let slips: Slips
beforeAll(async () => {
  slips = await openSlips(folder)
})
afterAll(() => slips.close())

async function print<K extends SlipKind>(kind: K, data: SlipData<K>): Promise<string> {
  const { pdf } = await slips.renderSlip(kind, on, data)
  return squeezed(pdfText(pdf).join('\n'))
}

const names: Readonly<Record<SlipKind, string>> = {
  '01': 'Giấy tiếp nhận hồ sơ và hẹn trả kết quả',
  '02': 'Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ',
  '03': 'Phiếu từ chối tiếp nhận giải quyết hồ sơ',
  '04': 'Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết',
  '05': 'Thông báo dừng giải quyết hồ sơ',
  '06': 'Phiếu kiểm soát quá trình giải quyết hồ sơ',
}

describe('every slip', () => {
  it.each(kinds)('form %s says whose it is, what it is, of whom, and how to check it', async (kind) => {
    const text = await print(kind, samples[kind])
    for (const said of [
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'Độc lập - Tự do - Hạnh phúc',
      'UBND PHƯỜNG LONG AN',
      'TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG PHƯỜNG LONG AN',
      'Mã hồ sơ: H53.27694-261123-0001',
      'Long An, ngày 24 tháng 11 năm 2026',
      names[kind].toUpperCase(),
      'Nguyễn Thị Ngọc Ánh',
      'Thủ tục đăng ký khai sinh (1.001193), Có giấy chứng sinh',
      'hoặc mở https://dichvucong.tayninh.gov.vn/ho-so/H53.27694-261123-0001',
      `Mẫu số ${kind}, Phụ lục I, Thông tư 03/2025/TT-VPCP`,
      'Trang 1/1',
      'Trần Văn Tiếp',
      'Bản xem, chưa ký số',
    ]) {
      expect(text).toContain(squeezed(said))
    }
  })

  it.each(kinds)(
    'form %s of a demo says that it is worth nothing; of a real province it does not',
    async (kind) => {
      const worthless = squeezed('Bản dùng thử, không có giá trị pháp lý')
      expect(await print(kind, samples[kind])).toContain(worthless)
      expect(await print(kind, { ...samples[kind], isDemo: false })).not.toMatch(/dùngthử/i)
    },
  )

  it('is the same to the byte for the same dossier, and named so that any programme takes it', async () => {
    const [one, other] = [
      await slips.renderSlip('01', on, samples['01']),
      await slips.renderSlip('01', on, samples['01']),
    ]
    expect(Buffer.compare(one.pdf, other.pdf)).toBe(0)
    expect(one.name).toBe('mau-01-H53.27694-261123-0001.pdf')
  })

  it('fifty asked for at once are fifty slips, each of its own dossier', async () => {
    const codes = Array.from(
      { length: 50 },
      (_, index) => `H53.27694-261124-${String(index).padStart(4, '0')}`,
    )
    const texts = await Promise.all(codes.map((code) => print('01', { ...samples['01'], code })))
    for (const [index, code] of codes.entries()) {
      expect(texts[index]).toContain(`Mãhồsơ:${code}`)
      expect(texts[index]?.match(/H53\.27694-261124-\d{4}/g)?.every((found) => found === code)).toBe(true)
    }
  })

  it('a name, a paper or a reason is printed as it was written, whatever it looks like', async () => {
    const piece = fc.constantFrom(
      '#eval("1")',
      '*đậm*',
      '_n_',
      '$x$',
      '= Mục',
      '\\',
      '@a',
      '<b>',
      '//',
      '[',
      ']',
      '"',
      'Ánh',
    )
    const text = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(' '))
    await fc.assert(
      fc.asyncProperty(text, text, async (name, reason) => {
        const { applicant } = samples['02']
        const wrong = [{ what: name, reason }]
        const printed = await print('02', { ...samples['02'], applicant: { ...applicant, name }, wrong })
        expect(printed).toContain(squeezed(`Kính gửi: ${name}`))
        expect(printed).toContain(squeezed(`1. ${name}: ${reason}`))
      }),
      { numRuns: 40 },
    )
  })

  it('is refused when it is told too little, and the refusal names the place, not the person', async () => {
    const { applicant } = samples['01']
    const hole = { ...samples['01'], acceptedAt: '', applicant: { ...applicant, name: 'Bí Mật' } }
    await expect(slips.renderSlip('01', on, hole)).rejects.toThrow(/01 is told.*\/acceptedAt/)
    await expect(slips.renderSlip('01', on, hole)).rejects.not.toThrow(/Bí Mật/)
  })
})

describe('form 01, receipt and appointment', () => {
  it('lists the papers, both moments, the reason of the due date and where the result is handed over', async () => {
    const text = await print('01', samples['01'])
    for (const said of [
      'đã tiếp nhận hồ sơ của: Nguyễn Thị Ngọc Ánh',
      'Số điện thoại: 0912 345 678',
      '1. Tờ khai điện tử 2. Giấy chứng sinh (giay-chung-sinh.pdf)',
      'Thời gian nhận hồ sơ: 10 giờ 05 phút, ngày 21 tháng 11 năm 2026',
      'Thời gian hẹn trả kết quả giải quyết hồ sơ: 08 giờ 15 phút, ngày 25 tháng 11 năm 2026 (thứ Tư)',
      'Nhận vào ngày nghỉ cuối tuần nên tính từ lúc mở cửa kế tiếp.',
      'Thời hạn 1,5 ngày làm việc, tính từ 07:30 ngày 23/11/2026.',
      'Không tính 24/11/2026: Ngày lễ giả định.',
      'Căn cứ: Khoản 2 Điều 15 Luật Hộ tịch 2014.',
      'Đăng ký nhận kết quả: tại quầy của nơi tiếp nhận',
      'NGƯỜI NỘP HỒ SƠ Ký và ghi rõ họ tên Nguyễn Thị Ngọc Ánh',
      'NGƯỜI TIẾP NHẬN HỒ SƠ Bản xem, chưa ký số Trần Văn Tiếp',
    ]) {
      expect(text).toContain(squeezed(said))
    }
  })

  it('makes no date up: without a due date it says why there is none', async () => {
    const none = (basis: SlipData<'01'>['due']['basis']) =>
      print('01', { ...samples['01'], due: { at: null, basis, clause: null, lines: [] } })
    expect(await none('no-limit')).toContain(squeezed('pháp luật không quy định thời hạn'))
    expect(await none('unknown')).toContain(squeezed('chưa xác định được thời hạn'))
    expect(await none('suspended')).toContain(squeezed('tạm dừng chờ bổ sung'))
  })

  it('days below ten and the first two months stand with a nought (NĐ 30/2020/NĐ-CP)', async () => {
    const text = await print('01', { ...samples['01'], acceptedAt: '2026-02-05T07:30' })
    expect(text).toContain(squeezed('07 giờ 30 phút, ngày 05 tháng 02 năm 2026'))
    const march = await print('01', { ...samples['01'], acceptedAt: '2026-03-05T07:30' })
    expect(march).toContain(squeezed('ngày 05 tháng 3 năm 2026'))
  })

  it('goes on over as many pages as its papers need, all of them there', async () => {
    const papers = Array.from({ length: 60 }, (_, index) => ({ title: `Bản vẽ số ${index + 1}`, file: null }))
    const { pdf } = await slips.renderSlip('01', on, { ...samples['01'], papers })
    const pages = pdfText(pdf)
    expect(pages.length).toBeGreaterThan(2)
    const text = squeezed(pages.join(''))
    for (const { title } of papers) expect(text).toContain(squeezed(title))
    expect(squeezed(pages.at(-1) ?? '')).toContain(`Trang${pages.length}/${pages.length}`)
  })
})

describe('the other forms', () => {
  it('form 02 tells everything that is wrong, how to mend it and what becomes of the clock', async () => {
    const text = await print('02', samples['02'])
    expect(text).toContain(squeezed('1. Giấy chứng sinh: Ảnh mờ, không đọc được ngày sinh'))
    expect(text).toContain(squeezed('2. Họ và tên trẻ: Thiếu chữ đệm'))
    expect(text).toContain(squeezed('Hướng dẫn: Nộp lại qua mạng'))
    expect(text).toContain(squeezed('tính lại từ đầu'))
    expect(await print('02', { ...samples['02'], mode: 'pause' })).toContain(
      squeezed('không tính vào thời hạn'),
    )
  })

  it('form 03 tells ground and clause', async () => {
    const text = await print('03', samples['03'])
    expect(text).toContain(squeezed('Lý do: Không thuộc thẩm quyền của phường'))
    expect(text).toContain(squeezed('Căn cứ: Điều 13 Luật Hộ tịch 2014'))
  })

  it('form 04 apologises, with the reason, the date promised and the new one', async () => {
    const text = await print('04', samples['04'])
    expect(text).toContain(squeezed('xin lỗi ông/bà'))
    expect(text).toContain(squeezed('đã hẹn trả kết quả: 08 giờ 15 phút, ngày 25 tháng 11 năm 2026'))
    expect(text).toContain(squeezed('mới: 17 giờ 00 phút, ngày 27 tháng 11 năm 2026 (thứ Sáu)'))
    expect(text).toContain(squeezed('Chờ cơ quan công an xác minh nơi cư trú.'))
  })

  it('form 05 tells that work has stopped at the applicant’s wish', async () => {
    const text = await print('05', samples['05'])
    expect(text).toContain(squeezed('Theo đề nghị của ông/bà'))
    expect(text).toContain(squeezed('Thời điểm dừng: 15 giờ 00 phút, ngày 24 tháng 11 năm 2026'))
  })

  it('form 06 has a row a hand-over, with how it came out', async () => {
    const text = await print('06', samples['06'])
    expect(text).toContain(
      squeezed(
        '1 Trần Văn Tiếp Lê Thị Hộ Tịch Thẩm tra 07:30 23/11/2026 17:00 23/11/2026 15:40 23/11/2026 Đúng hạn',
      ),
    )
    expect(text).toContain(squeezed('09:00 25/11/2026 Quá hạn'))
    expect(text).toContain(squeezed('chưa rõ Đang giải quyết'))
    expect(text).toContain(squeezed('Xong: 09:00 25/11/2026. Trả kết quả: chưa.'))
  })
})

describe('the declared forms', () => {
  it('of two versions the one in force on the slip’s day is printed; before the first there is none', async () => {
    const own = await ownFolder((text) =>
      text.replace(
        '      - validFrom: 2025-09-15\n        name: Giấy',
        '      - validFrom: 2026-12-01\n        name: Giấy hẹn mới\n        form: Mẫu mới\n        template: form-01.typ\n' +
          '        source: thử\n        confidence: low\n        layout: { source: thử, confidence: low }\n' +
          '      - validFrom: 2025-09-15\n        validTo: 2026-12-01\n        name: Giấy',
      ),
    )
    const changed = await openSlips(own)
    try {
      const titleOn = async (day: string) =>
        squeezed(pdfText((await changed.renderSlip('01', day, samples['01'])).pdf).join(''))
      expect(await titleOn('2026-11-30')).toContain(squeezed(names['01'].toUpperCase()))
      expect(await titleOn('2026-12-01')).toContain('GIẤYHẸNMỚI')
      await expect(changed.renderSlip('01', '2025-09-14', samples['01'])).rejects.toMatchObject({
        code: 'documents.no-template',
      })
    } finally {
      await changed.close()
      await rm(own, { recursive: true })
    }
  })

  it.each([
    ['an absent template', (text: string) => text.replace('form-03.typ', 'form-33.typ'), 'broken-reference'],
    ['a form told twice', (text: string) => text.replace('kind: "02"', 'kind: "01"'), 'twice'],
    [
      'an end before the beginning',
      (text: string) =>
        text.replace('validFrom: 2025-09-15', 'validFrom: 2025-09-15\n        validTo: 2025-01-01'),
      'ends-before-it-begins',
    ],
  ])('%s is refused with its line', async (_, change, code) => {
    const own = await ownFolder(change)
    try {
      const refused = { code: 'content.invalid', meta: { errors: [{ code }] } }
      await expect(readSlips(own)).rejects.toMatchObject(refused)
    } finally {
      await rm(own, { recursive: true })
    }
  })

  it('no template evaluates data or fetches a package', async () => {
    for (const file of ['common', ...kinds.map((kind) => `form-${kind}`)]) {
      const source = await readFile(join(folder, 'slips', `${file}.typ`), 'utf8')
      expect(source.replaceAll(/\/\/.*$/gm, ''), file).not.toMatch(/\beval\b|@preview|\bplugin\b/)
    }
  })
})

async function ownFolder(change: (text: string) => string): Promise<string> {
  const own = await mkdtemp(join(tmpdir(), 'ts-slips-'))
  await cp(join(folder, 'slips'), join(own, 'slips'), { recursive: true })
  const file = join(own, 'slips', 'slips.yaml')
  const text = await readFile(file, 'utf8')
  const changed = change(text)
  expect(changed).not.toBe(text)
  await writeFile(file, changed)
  return own
}
