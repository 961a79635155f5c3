import type { FormDefinition } from './index.ts'

/** A form with every kind of field, for tests. */
export const membership: FormDefinition = {
  schema: {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: {
      fullName: {
        type: 'string',
        minLength: 2,
        maxLength: 60,
        'x-label': { vi: 'Họ và tên' },
        'x-personal': 'basic',
      },
      idNumber: {
        type: 'string',
        format: 'national-id',
        'x-label': { vi: 'Số định danh' },
        'x-personal': 'basic',
      },
      bornOn: { type: 'string', format: 'date', 'x-label': { vi: 'Ngày sinh' }, 'x-personal': 'basic' },
      phone: { type: 'string', format: 'phone-vn', 'x-label': { vi: 'Điện thoại' }, 'x-personal': 'basic' },
      kind: { type: 'string', enum: ['person', 'company'], 'x-label': { vi: 'Loại' } },
      taxCode: { type: 'string', format: 'tax-code', 'x-label': { vi: 'Mã số thuế', en: 'Tax code' } },
      illness: { type: 'string', 'x-label': { vi: 'Bệnh' }, 'x-personal': 'sensitive' },
      size: { type: 'integer', minimum: 1, maximum: 500, 'x-label': { vi: 'Số người' } },
      area: { type: 'number', exclusiveMinimum: 0, 'x-label': { vi: 'Diện tích' } },
      days: {
        type: 'array',
        items: { type: 'string', oneOf: [{ const: 'sat', 'x-label': { vi: 'Thứ bảy' } }, { const: 'sun' }] },
        uniqueItems: true,
        'x-label': { vi: 'Ngày' },
      },
      guests: {
        type: 'array',
        maxItems: 2,
        'x-label': { vi: 'Khách' },
        items: {
          type: 'object',
          properties: {
            name: { type: 'string', 'x-label': { vi: 'Tên' }, 'x-personal': 'basic' },
            age: { type: 'integer', minimum: 0, 'x-label': { vi: 'Tuổi' } },
          },
          required: ['name'],
        },
      },
      address: {
        type: 'object',
        'x-personal': 'basic',
        'x-label': { vi: 'Địa chỉ' },
        properties: { street: { type: 'string', 'x-label': { vi: 'Đường' } }, floor: { type: 'integer' } },
        required: ['street'],
      },
      agreed: { type: 'boolean', const: true, 'x-label': { vi: 'Đồng ý' } },
      source: { type: 'string' },
    },
    required: ['fullName', 'kind', 'taxCode', 'agreed'],
  },
  layout: {
    pages: [
      { key: 'who', title: { vi: 'Ai' }, fields: ['fullName', 'idNumber', 'bornOn', 'phone', 'kind'] },
      {
        key: 'company',
        title: { vi: 'Doanh nghiệp' },
        showWhen: { field: 'kind', equals: 'company' },
        fields: ['taxCode', { field: 'size', showWhen: { field: 'taxCode', in: ['0100109106'] } }],
      },
      {
        key: 'more',
        title: { vi: 'Thêm' },
        fields: [
          'area',
          'days',
          { field: 'guests', showWhen: { field: 'days', in: ['sun'] } },
          { field: 'illness', showWhen: { field: 'source', equals: 'clinic' } },
          'address',
          'agreed',
        ],
      },
    ],
    hidden: ['source'],
  },
}
