export interface Words {
  readonly lang: 'vi' | 'en'
  readonly otherLang: string
  readonly machineReadable: string
  readonly contents: string
  readonly shapes: string
  readonly parameters: string
  readonly body: string
  readonly answers: string
  readonly name: string
  readonly place: string
  readonly kind: string
  readonly required: string
  readonly optional: string
  readonly status: string
  readonly whoMayCall: string
  readonly access: Readonly<Record<string, string>>
}

export const vietnamese: Words = {
  lang: 'vi',
  otherLang: 'English',
  machineReadable: 'Bản mô tả cho máy đọc (OpenAPI 3.1)',
  contents: 'Nội dung',
  shapes: 'Cấu trúc dữ liệu',
  parameters: 'Tham số',
  body: 'Nội dung gửi lên',
  answers: 'Kết quả trả về',
  name: 'Tên',
  place: 'Vị trí',
  kind: 'Kiểu',
  required: 'bắt buộc',
  optional: 'không bắt buộc',
  status: 'Mã',
  whoMayCall: 'Ai được gọi',
  access: {
    public: 'mọi người',
    'signed-in': 'người đã đăng nhập',
    citizen: 'người dân, tổ chức',
    officer: 'cán bộ',
    leader: 'lãnh đạo',
    operator: 'quản trị vận hành',
    administrator: 'quản trị cơ quan, quản trị vận hành',
  },
}

export const english: Words = {
  lang: 'en',
  otherLang: 'Tiếng Việt',
  machineReadable: 'For machines (OpenAPI 3.1)',
  contents: 'Contents',
  shapes: 'Shapes',
  parameters: 'Parameters',
  body: 'Body',
  answers: 'Answers',
  name: 'Name',
  place: 'Place',
  kind: 'Kind',
  required: 'required',
  optional: 'optional',
  status: 'Status',
  whoMayCall: 'Who may call',
  access: {
    public: 'anyone',
    'signed-in': 'anyone signed in',
    citizen: 'citizens and organisations',
    officer: 'officers',
    leader: 'leaders',
    operator: 'operators',
    administrator: 'administrators and operators',
  },
}
