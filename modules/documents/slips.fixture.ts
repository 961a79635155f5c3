import type { SlipData, SlipKind } from './index.ts'

const common = {
  agency: 'UBND phường Long An',
  desk: 'Trung tâm Phục vụ hành chính công phường Long An',
  place: 'Long An',
  code: 'H53.27694-261123-0001',
  trackingUrl: 'https://dichvucong.tayninh.gov.vn/ho-so/H53.27694-261123-0001',
  procedure: { code: '1.001193', name: 'Thủ tục đăng ký khai sinh', case: 'Có giấy chứng sinh' },
  applicant: { name: 'Nguyễn Thị Ngọc Ánh', address: null, phone: '0912 345 678', email: null },
  officer: 'Trần Văn Tiếp',
  isSigned: false,
  isDemo: true,
}

const due: SlipData<'01'>['due'] = {
  at: '2026-11-25T08:15',
  basis: 'computed',
  clause: 'Khoản 2 Điều 15 Luật Hộ tịch 2014',
  lines: [
    { kind: 'received', date: '2026-11-21', time: '10:05' },
    { kind: 'moved', reason: 'rest-day', cutOff: null, date: '2026-11-23', time: '07:30' },
    {
      kind: 'started',
      date: '2026-11-23',
      time: '07:30',
      unit: 'working-day',
      amount: 1.5,
      dayRule: 'clock',
      measure: 'minute',
      limit: 720,
    },
    {
      kind: 'holiday',
      date: '2026-11-24',
      name: 'Ngày lễ giả định',
      source: 'Thông báo thử',
      confidence: 'low',
    },
    { kind: 'rest', date: '2026-11-28' },
    { kind: 'due', date: '2026-11-25', time: '08:15' },
  ],
}

/** One slip of each kind, with everything that it can say. */
export const samples: { readonly [K in SlipKind]: SlipData<K> } = {
  '01': {
    ...common,
    hasForm: true,
    papers: [{ title: 'Giấy chứng sinh', file: 'giay-chung-sinh.pdf' }],
    acceptedAt: '2026-11-21T10:05',
    due,
    delivery: 'counter',
  },
  '02': {
    ...common,
    requestedAt: '2026-11-23T09:00',
    message: 'Nộp lại qua mạng, không cần đến trụ sở.',
    wrong: [
      { what: 'Giấy chứng sinh', reason: 'Ảnh mờ, không đọc được ngày sinh' },
      { what: 'Họ và tên trẻ', reason: 'Thiếu chữ đệm' },
    ],
    mode: 'restart',
  },
  '03': {
    ...common,
    submittedAt: '2026-11-23T08:00',
    refusedAt: '2026-11-23T09:30',
    ground: 'Không thuộc thẩm quyền của phường: cả cha và mẹ cư trú tại tỉnh khác.',
    clause: 'Điều 13 Luật Hộ tịch 2014',
  },
  '04': {
    ...common,
    acceptedAt: '2026-11-21T10:05',
    dueBefore: '2026-11-25T08:15',
    dueAfter: '2026-11-27T17:00',
    reason: 'Chờ cơ quan công an xác minh nơi cư trú.',
  },
  '05': { ...common, acceptedAt: '2026-11-21T10:05', stoppedAt: '2026-11-24T15:00', reason: 'Nộp nhầm nơi.' },
  '06': {
    ...common,
    acceptedAt: '2026-11-21T10:05',
    due,
    finishedAt: '2026-11-25T09:00',
    releasedAt: null,
    voteUrl: null,
    rows: [
      {
        giver: 'Trần Văn Tiếp',
        receiver: 'Lê Thị Hộ Tịch',
        step: 'Thẩm tra',
        at: '2026-11-23T07:30',
        dueAt: '2026-11-23T17:00',
        closedAt: '2026-11-23T15:40',
        result: 'on-time',
      },
      {
        giver: 'Lê Thị Hộ Tịch',
        receiver: 'Phạm Văn Ký',
        step: 'Ký duyệt',
        at: '2026-11-23T15:40',
        dueAt: '2026-11-25T08:15',
        closedAt: '2026-11-25T09:00',
        result: 'late',
      },
      {
        giver: 'Phạm Văn Ký',
        receiver: null,
        step: 'Trả kết quả',
        at: '2026-11-25T09:00',
        dueAt: null,
        closedAt: null,
        result: 'open',
      },
    ],
  },
}
