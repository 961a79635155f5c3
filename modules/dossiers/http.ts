import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { Type, type Static, type TObject } from 'typebox'
import {
  acceptUploads,
  onceOf,
  route,
  uploadOf,
  type OfficerVisitor,
  type Once,
} from '../../platform/http/index.ts'
import {
  AcceptInput,
  Acknowledgement,
  CashInput,
  CompleteTaskInput,
  DigitalCopyInput,
  DossierPage,
  Draft,
  DraftCheck,
  DraftInput,
  MyDossiers,
  MyReadings,
  RefusalInput,
  ReleaseInput,
  ReturnPapersInput,
  SettleFeesInput,
  SubmitInput,
  SupplementInput,
  SupplementReceivedInput,
  SupplementRequestInput,
  Tracking,
  UploadedFile,
  WorkList,
  WorkQuery,
} from './contract.ts'
import {
  acceptDossier,
  completeTask,
  receiveSupplement,
  refuseDossier,
  releaseResult,
  requestSupplement,
  supplementDossier,
} from './service/decisions.ts'
import { intakeRoutes } from './http/intake.ts'
import { beginDraft, checkDraft, discardDraft, keepDraft, readDraft } from './service/drafting.ts'
import { readMyDossiers, readWorkList } from './service/lists.ts'
import { openPartFile, openResultFile, type PaperFile } from './service/paper-files.ts'
import { addDigitalCopy, returnPapers } from './service/paper-handling.ts'
import type { DossierParts } from './service/parts.ts'
import { settleFees, takeCash } from './service/paying.ts'
import { readDossierPage } from './service/reading.ts'
import { readMyReadings } from './service/readings.ts'
import { submissions } from './service/submission.ts'
import { tracking } from './service/tracking.ts'
import { bringFile, LARGEST_FILE } from './service/upload.ts'

const IdParams = Type.Object({ id: Type.String({ format: 'uuid' }) })
const CodeParams = Type.Object({ code: Type.String({ minLength: 5, maxLength: 60 }) })
const PartParams = Type.Object({
  id: Type.String({ format: 'uuid' }),
  partId: Type.String({ format: 'uuid' }),
})

export function routes(app: FastifyInstance, parts: DossierParts): void {
  citizenRoutes(app, parts)
  officerRoutes(app, parts)
  intakeRoutes(app, parts)
  fileRoutes(app, parts)
}

function citizenRoutes(app: FastifyInstance, parts: DossierParts): void {
  const tags = ['dossiers'] as const
  const submit = submissions(parts)
  const track = tracking(parts)
  route(app, {
    method: 'POST',
    url: '/api/v1/drafts',
    operationId: 'beginDraft',
    summary: 'Begin a draft',
    tags,
    access: 'citizen',
    schema: { body: DraftInput, response: { 201: Draft } },
    handler: ({ visitor, body }) => beginDraft(parts, visitor, body),
  })
  route(app, {
    method: 'GET',
    url: '/api/v1/drafts/:id',
    operationId: 'readDraft',
    summary: 'Read one of my drafts',
    tags,
    access: 'citizen',
    schema: { params: IdParams, response: { 200: Draft } },
    handler: ({ visitor, params }) => readDraft(parts, visitor, params.id),
  })
  route(app, {
    method: 'GET',
    url: '/api/v1/drafts/:id/check',
    operationId: 'checkDraft',
    summary: 'What is wrong with the answers of one of my drafts, on one page of its form or on all',
    tags,
    access: 'citizen',
    schema: {
      params: IdParams,
      querystring: Type.Object(
        { page: Type.Optional(Type.String({ maxLength: 80 })) },
        { additionalProperties: false },
      ),
      response: { 200: DraftCheck },
    },
    handler: ({ visitor, params, query }) => checkDraft(parts, visitor, params.id, query.page),
  })
  route(app, {
    method: 'PUT',
    url: '/api/v1/drafts/:id',
    operationId: 'keepDraft',
    summary: 'Keep a draft as it stands now',
    tags,
    access: 'citizen',
    schema: { params: IdParams, body: DraftInput, response: { 200: Draft } },
    handler: ({ visitor, params, body }) => keepDraft(parts, visitor, params.id, body),
  })
  route(app, {
    method: 'DELETE',
    url: '/api/v1/drafts/:id',
    operationId: 'discardDraft',
    summary: 'Throw a draft away',
    tags,
    access: 'citizen',
    schema: { params: IdParams, response: { 204: Type.Null() } },
    handler: async ({ visitor, params }) => {
      await discardDraft(parts, visitor, params.id)
      return null
    },
  })
  route(app, {
    method: 'POST',
    url: '/api/v1/dossiers',
    operationId: 'submitDossier',
    summary: 'Submit a dossier online; repeatable under one Idempotency-Key',
    tags,
    access: 'citizen',
    schema: { body: SubmitInput, response: { 201: Acknowledgement } },
    handler: (request) => submit({ visitor: request.visitor, input: request.body, once: onceOf(request) }),
  })
  route(app, {
    method: 'GET',
    url: '/api/v1/dossiers/mine',
    operationId: 'readMyDossiers',
    summary: 'My drafts and my dossiers',
    tags,
    access: 'citizen',
    schema: { response: { 200: MyDossiers } },
    handler: ({ visitor }) => readMyDossiers(parts, visitor),
  })
  route(app, {
    method: 'GET',
    url: '/api/v1/readings/mine',
    operationId: 'readMyReadings',
    summary: 'Who looked at my data, when, what for and in the course of which dossier',
    tags,
    access: 'citizen',
    schema: {
      querystring: Type.Object(
        { before: Type.Optional(Type.String({ format: 'uuid' })) },
        { additionalProperties: false },
      ),
      response: { 200: MyReadings },
    },
    handler: ({ visitor, query }) => readMyReadings(parts, visitor, query.before),
  })
  route(app, {
    method: 'GET',
    url: '/api/v1/tracking/:code',
    operationId: 'trackDossier',
    summary: 'Where a dossier is; masked for whoever is not its applicant',
    tags,
    access: 'public',
    limit: 'look-up',
    schema: { params: CodeParams, response: { 200: Tracking } },
    handler: ({ visitor, params }) => track(visitor, params.code),
  })
  route(app, {
    method: 'POST',
    url: '/api/v1/dossiers/:id/supplement',
    operationId: 'supplementDossier',
    summary: 'Bring what was asked for',
    tags,
    access: 'citizen',
    schema: { params: IdParams, body: SupplementInput, response: { 200: Tracking } },
    handler: async ({ visitor, params, body }) => {
      const dossier = await supplementDossier(parts, visitor, params.id, body)
      return track(visitor, dossier.code)
    },
  })
}

function officerRoutes(app: FastifyInstance, parts: DossierParts): void {
  const tags = ['work'] as const
  route(app, {
    method: 'GET',
    url: '/api/v1/work',
    operationId: 'readWorkList',
    summary: 'My work by deadline',
    tags,
    access: 'officer',
    schema: { querystring: WorkQuery, response: { 200: WorkList } },
    handler: ({ visitor, query }) => readWorkList(parts, visitor, query),
  })
  route(app, {
    method: 'GET',
    url: '/api/v1/dossiers/:id',
    operationId: 'readDossier',
    summary:
      'A dossier with its papers, timeline, derivation and the actions allowed; the reading is recorded',
    tags,
    access: 'officer',
    schema: { params: IdParams, response: { 200: DossierPage } },
    handler: ({ visitor, params }) => readDossierPage(parts, visitor, params.id),
  })
  const act = <B extends TObject>(
    action: string,
    operationId: string,
    summary: string,
    body: B,
    carryOut: (
      visitor: OfficerVisitor,
      id: string,
      input: Static<B>,
      once: Once | undefined,
    ) => Promise<unknown>,
  ) =>
    route(app, {
      method: 'POST',
      url: `/api/v1/dossiers/:id/${action}`,
      operationId,
      summary,
      tags,
      access: 'officer',
      schema: { params: IdParams, body, response: { 200: DossierPage } },
      handler: async (request) => {
        const { visitor, params, body: input } = request
        await carryOut(visitor, params.id, input as Static<B>, onceOf(request))
        return readDossierPage(parts, visitor, params.id)
      },
    })
  act(
    'accept',
    'acceptDossier',
    'Take a dossier in: form 01, the due date, and the fees where they are known',
    AcceptInput,
    (visitor, id, input) => acceptDossier(parts, visitor, id, input),
  )
  act(
    'refuse',
    'refuseDossier',
    'Refuse to take a dossier in, with the ground: form 03',
    RefusalInput,
    (visitor, id, input) => refuseDossier(parts, visitor, id, input),
  )
  act(
    'request-supplement',
    'requestSupplement',
    'Ask once for everything missing: form 02',
    SupplementRequestInput,
    (visitor, id, input) => requestSupplement(parts, visitor, id, input),
  )
  act(
    'complete-task',
    'completeTask',
    'Complete the open task with its outcome',
    CompleteTaskInput,
    (visitor, id, input) => completeTask(parts, visitor, id, input),
  )
  act('release', 'releaseResult', 'Hand the result over', ReleaseInput, (visitor, id, input) =>
    releaseResult(parts, visitor, id, input),
  )
  act(
    'receive-supplement',
    'receiveSupplement',
    'Take in what was asked for, at the counter or by post',
    SupplementReceivedInput,
    (visitor, id, input) => receiveSupplement(parts, visitor, id, input),
  )
  act(
    'settle-fees',
    'settleFees',
    'Fix what it costs, once pages and conditions are known',
    SettleFeesInput,
    (visitor, id, input) => settleFees(parts, visitor, id, input),
  )
  act(
    'receive-cash',
    'receiveCash',
    'Take cash, under a receipt number; repeatable under one Idempotency-Key',
    CashInput,
    (visitor, id, input, once) => takeCash(parts, visitor, id, input, once),
  )
  act('return-papers', 'returnPapers', 'Give originals back', ReturnPapersInput, (visitor, id, input) =>
    returnPapers(parts, visitor, id, input),
  )
  act(
    'digital-copy',
    'addDigitalCopy',
    'Add the digital copy of a paper that came without one',
    DigitalCopyInput,
    (visitor, id, input) => addDigitalCopy(parts, visitor, id, input),
  )
}

function fileRoutes(app: FastifyInstance, parts: DossierParts): void {
  acceptUploads(app, LARGEST_FILE, (scope) =>
    route(scope, {
      method: 'POST',
      url: '/api/v1/files',
      operationId: 'uploadFile',
      summary: 'Bring a file: multipart with one field `file`',
      tags: ['files'],
      access: 'signed-in',
      bodyLimit: LARGEST_FILE + 64 * 1024,
      schema: { response: { 201: UploadedFile } },
      handler: async (request) => bringFile(parts, request.visitor, await uploadOf(request)),
    }),
  )
  route(app, {
    method: 'GET',
    url: '/api/v1/dossiers/:id/parts/:partId/file',
    operationId: 'openPart',
    summary: 'A paper of a dossier; the reading is recorded',
    tags: ['files'],
    access: 'signed-in',
    schema: { params: PartParams, response: { 200: Type.Unsafe<Readable>(Type.Any()) } },
    handler: async ({ visitor, params }, reply) =>
      sendFile(reply, await openPartFile(parts, visitor, params.id, params.partId)),
  })
  route(app, {
    method: 'GET',
    url: '/api/v1/dossiers/:id/result/file',
    operationId: 'openResult',
    summary: 'The issued result as a file; the reading is recorded',
    tags: ['files'],
    access: 'signed-in',
    schema: { params: IdParams, response: { 200: Type.Unsafe<Readable>(Type.Any()) } },
    handler: async ({ visitor, params }, reply) =>
      sendFile(reply, await openResultFile(parts, visitor, params.id)),
  })
}

function sendFile(reply: FastifyReply, { stream, mediaType, name, size }: PaperFile): Readable {
  reply
    .type(mediaType)
    .header('content-length', size)
    .header('content-disposition', `inline; filename*=UTF-8''${encodeURIComponent(name)}`)
  return stream
}
