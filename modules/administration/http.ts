import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { acceptUploads, route, uploadOf } from '../../platform/http/index.ts'
import { ApplyInput, WorkbookTrial } from './contract.ts'
import { exportWorkbook } from './service/export.ts'
import type { AdministrationParts } from './service/parts.ts'
import { applyWorkbook, bringWorkbook, LARGEST_WORKBOOK, tryWorkbook } from './service/trial.ts'

const base = '/api/v1/administration/workbook'
const tags = ['administration'] as const
const FileParams = Type.Object({ file: Type.String({ pattern: '^[0-9a-f]{64}$' }) })
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Agencies, officers, roles and days off by Excel: out, tried, and carried out. */
export function routes(app: FastifyInstance, parts: AdministrationParts): void {
  route(app, {
    method: 'GET',
    url: base,
    operationId: 'exportWorkbook',
    summary: 'The workbook of all that is administered, as it is today',
    tags,
    access: 'administrator',
    schema: { response: { 200: Type.Unsafe<Buffer>(Type.Any()) } },
    handler: async ({ visitor }, reply) => {
      const file = await exportWorkbook(parts, visitor)
      reply.type(xlsx).header('content-disposition', 'attachment; filename="quan-tri.xlsx"')
      return file
    },
  })
  acceptUploads(app, LARGEST_WORKBOOK, (scope) =>
    route(scope, {
      method: 'POST',
      url: base,
      operationId: 'bringWorkbook',
      summary:
        'Bring a workbook (multipart, field `file`) and see what each row would do; nothing is changed',
      tags,
      access: 'administrator',
      bodyLimit: LARGEST_WORKBOOK + 64 * 1024,
      schema: { response: { 200: WorkbookTrial } },
      handler: async (request) => bringWorkbook(parts, request.visitor, await uploadOf(request)),
    }),
  )
  route(app, {
    method: 'GET',
    url: `${base}/:file`,
    operationId: 'tryWorkbook',
    summary: 'What each row of a workbook that the asker brought would do now',
    tags,
    access: 'administrator',
    schema: { params: FileParams, response: { 200: WorkbookTrial } },
    handler: ({ visitor, params }) => tryWorkbook(parts, visitor, params.file),
  })
  route(app, {
    method: 'POST',
    url: `${base}/:file/apply`,
    operationId: 'applyWorkbook',
    summary: 'Carry a tried workbook out: its good rows, or all or none',
    tags,
    access: 'administrator',
    schema: { params: FileParams, body: ApplyInput, response: { 200: WorkbookTrial } },
    handler: ({ visitor, params, body }) => applyWorkbook(parts, visitor, params.file, body),
  })
}
