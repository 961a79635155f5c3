import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { acceptUploads, route, uploadOf } from '../../platform/http/index.ts'
import {
  CorrectInput,
  EnterInput,
  ImportDone,
  ImportInput,
  Imports,
  ImportTrial,
  ImportUndone,
  MappingInput,
  PlanInput,
  PublishingPlan,
  PublishInput,
  RecordLine,
  RecordList,
  RecordPage,
  RecordQuery,
  RecordsQuery,
  RegisterKey,
  RegisterPage,
  RemoveInput,
  Sectors,
} from './contract.ts'
import {
  applyImport,
  bringImport,
  LARGEST_IMPORT,
  listImports,
  mapImport,
  templateOf,
  tryImport,
  undoImport,
  wrongRowsOf,
} from './service/importing.ts'
import type { RegistryParts } from './service/parts.ts'
import { planPublication, publish } from './service/publishing.ts'
import { correctRecord, enterRecord, removeRecord } from './service/acts.ts'
import { listRecords, readRecord } from './service/reading.ts'
import { listSectors, readRegister } from './service/registers.ts'

const base = '/api/v1/registers'
const tags = ['registers'] as const
const access = 'officer'
const Key = Type.Object({ key: RegisterKey })
const KeyAndId = Type.Object({ key: RegisterKey, id: Type.String({ format: 'uuid' }) })

const ImportId = Type.Object({ id: Type.String({ format: 'uuid' }) })
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const Workbook = Type.Unsafe<Buffer>(Type.Any())

/** Sectors and registers, what publishing does, and the records under the rights of each declaration. */
export function routes(app: FastifyInstance, parts: RegistryParts): void {
  route(app, {
    method: 'GET',
    url: '/api/v1/sectors',
    operationId: 'listSectors',
    summary: 'The sectors with their registers, and what the asker may do with the records of each',
    tags,
    access,
    schema: { response: { 200: Sectors } },
    handler: ({ visitor }) => listSectors(parts, visitor),
  })
  route(app, {
    method: 'GET',
    url: `${base}/:key`,
    operationId: 'readRegister',
    summary: 'A register as it is declared, with its versions',
    tags,
    access,
    schema: { params: Key, response: { 200: RegisterPage } },
    handler: ({ visitor, params }) => readRegister(parts, visitor, params.key),
  })
  route(app, {
    method: 'POST',
    url: `${base}/plan`,
    operationId: 'planRegister',
    summary: 'What publishing a declaration would change; nothing is changed',
    tags,
    access,
    schema: { body: PlanInput, response: { 200: PublishingPlan } },
    handler: ({ visitor, body }) => planPublication(parts, visitor, body),
  })
  route(app, {
    method: 'POST',
    url: `${base}/publish`,
    operationId: 'publishRegister',
    summary: 'Publish a declaration as it was planned: its tables, its version, at once',
    tags,
    access,
    schema: { body: PublishInput, response: { 200: PublishingPlan } },
    handler: ({ visitor, body }) => publish(parts, visitor, body),
  })
  route(app, {
    method: 'GET',
    url: `${base}/:key/records`,
    operationId: 'listRecords',
    summary: 'A page of the records that the asker may see, personal fields masked',
    tags,
    access,
    schema: { params: Key, querystring: RecordsQuery, response: { 200: RecordList } },
    handler: ({ visitor, params, query }) => listRecords(parts, visitor, params.key, query),
  })
  route(app, {
    method: 'POST',
    url: `${base}/:key/records`,
    operationId: 'enterRecord',
    summary: 'Enter a record',
    tags,
    access,
    schema: { params: Key, body: EnterInput, response: { 201: RecordLine } },
    handler: ({ visitor, params, body }) => enterRecord(parts, visitor, params.key, body),
  })
  route(app, {
    method: 'GET',
    url: `${base}/:key/records/:id`,
    operationId: 'readRecord',
    summary: 'A record with all that it said before; personal fields for a purpose, which is recorded',
    tags,
    access,
    schema: { params: KeyAndId, querystring: RecordQuery, response: { 200: RecordPage } },
    handler: ({ visitor, params, query }) => readRecord(parts, visitor, params.key, params.id, query),
  })
  route(app, {
    method: 'PUT',
    url: `${base}/:key/records/:id`,
    operationId: 'correctRecord',
    summary: 'Correct a record; what it said is kept',
    tags,
    access,
    schema: { params: KeyAndId, body: CorrectInput, response: { 200: RecordLine } },
    handler: ({ visitor, params, body }) => correctRecord(parts, visitor, params.key, params.id, body),
  })
  route(app, {
    method: 'POST',
    url: `${base}/:key/records/:id/remove`,
    operationId: 'removeRecord',
    summary: 'Take a record out of the register; what it said is kept',
    tags,
    access,
    schema: { params: KeyAndId, body: RemoveInput, response: { 204: Type.Null() } },
    handler: async ({ visitor, params, body }) => {
      await removeRecord(parts, visitor, params.key, params.id, body)
      return null
    },
  })
  importRoutes(app, parts)
}

function importRoutes(app: FastifyInstance, parts: RegistryParts): void {
  const imports = '/api/v1/register-imports'
  route(app, {
    method: 'GET',
    url: `${base}/:key/template`,
    operationId: 'readRegisterTemplate',
    summary: 'An empty workbook of the register: a column a field, with notes and drop-downs',
    tags,
    access,
    schema: { params: Key, response: { 200: Workbook } },
    handler: async ({ visitor, params }, reply) => {
      const file = await templateOf(parts, visitor, params.key)
      reply.type(xlsx).header('content-disposition', `attachment; filename="${params.key}.xlsx"`)
      return file
    },
  })
  acceptUploads(app, LARGEST_IMPORT, (scope) =>
    route(scope, {
      method: 'POST',
      url: `${base}/:key/imports`,
      operationId: 'bringImport',
      summary:
        'Bring a workbook (multipart, field `file`) and see what each row would do; nothing is changed',
      tags,
      access,
      bodyLimit: LARGEST_IMPORT + 64 * 1024,
      schema: { params: Key, response: { 200: ImportTrial } },
      handler: async (request) =>
        bringImport(parts, request.visitor, request.params.key, await uploadOf(request)),
    }),
  )
  route(app, {
    method: 'GET',
    url: `${base}/:key/imports`,
    operationId: 'listImports',
    summary: 'What was imported into the register, the newest first',
    tags,
    access,
    schema: { params: Key, response: { 200: Imports } },
    handler: ({ visitor, params }) => listImports(parts, visitor, params.key),
  })
  route(app, {
    method: 'GET',
    url: `${imports}/:id`,
    operationId: 'tryImport',
    summary: 'What each row of a workbook that the asker brought would do now',
    tags,
    access,
    schema: { params: ImportId, response: { 200: ImportTrial } },
    handler: ({ visitor, params }) => tryImport(parts, visitor, params.id),
  })
  route(app, {
    method: 'PUT',
    url: `${imports}/:id/mapping`,
    operationId: 'mapImport',
    summary: 'Say which field each column is, and see what the rows would do then',
    tags,
    access,
    schema: { params: ImportId, body: MappingInput, response: { 200: ImportTrial } },
    handler: ({ visitor, params, body }) => mapImport(parts, visitor, params.id, body),
  })
  route(app, {
    method: 'GET',
    url: `${imports}/:id/wrong-rows`,
    operationId: 'readWrongRows',
    summary: 'The wrong rows as a workbook, with what is wrong beside each cell',
    tags,
    access,
    schema: { params: ImportId, response: { 200: Workbook } },
    handler: async ({ visitor, params }, reply) => {
      const file = await wrongRowsOf(parts, visitor, params.id)
      reply.type(xlsx).header('content-disposition', 'attachment; filename="dong-can-sua.xlsx"')
      return file
    },
  })
  route(app, {
    method: 'POST',
    url: `${imports}/:id/apply`,
    operationId: 'applyImport',
    summary: 'Carry a tried workbook out: its good rows, or all or none',
    tags,
    access,
    schema: { params: ImportId, body: ImportInput, response: { 200: ImportDone } },
    handler: ({ visitor, params, body }) => applyImport(parts, visitor, params.id, body),
  })
  route(app, {
    method: 'POST',
    url: `${imports}/:id/undo`,
    operationId: 'undoImport',
    summary: 'Take back what an import did, but for what was changed since',
    tags,
    access,
    schema: { params: ImportId, response: { 200: ImportUndone } },
    handler: ({ visitor, params }) => undoImport(parts, visitor, params.id),
  })
}
