import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { route } from '../../platform/http/index.ts'
import {
  CorrectInput,
  EnterInput,
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
}
