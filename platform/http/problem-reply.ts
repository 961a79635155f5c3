import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import Type, { type Static } from 'typebox'
import { Problem, type ProblemKind } from '../../kernel/problem.ts'
import { invalidRequest } from './validation.ts'
import type { ErrorObject } from 'ajv/dist/2020.js'

export const problemMediaType = 'application/problem+json'

/** RFC 9457; `code` names the broken rule and is what a program or a screen goes by. */
export const ProblemReply = Type.Object(
  {
    type: Type.String({ format: 'uri' }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.Optional(Type.String()),
    code: Type.String(),
    fields: Type.Array(
      Type.Object({
        path: Type.String({ description: 'JSON pointer into the part of the request that was refused' }),
        code: Type.String(),
        meta: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
      }),
    ),
    instance: Type.String({ description: 'The request id, as in X-Request-Id and in the log' }),
    meta: Type.Record(Type.String(), Type.Unknown()),
  },
  { title: 'Problem' },
)
export type ProblemReply = Static<typeof ProblemReply>

const statusOfKind: Readonly<Record<ProblemKind, number>> = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  gone: 410,
  busy: 503,
  unavailable: 503,
}

/** Codes whose own status says more than their kind's. */
const statusOfCode: Readonly<Record<string, number>> = {
  'http.unparsable-body': 400,
  'http.unparsable-address': 400,
  'http.body-too-large': 413,
  'http.unsupported-media-type': 415,
  'http.too-many-requests': 429,
}

const titles: Readonly<Record<number, string>> = {
  400: 'The request cannot be read',
  401: 'Sign in first',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Contradicts the present state',
  410: 'No longer there',
  413: 'Too large',
  415: 'Unknown media type',
  422: 'The request breaks a rule',
  429: 'Too many requests',
  500: 'An error of ours',
  503: 'Not available now',
}

/** The status under which a Problem leaves. */
export function statusOf(problem: Problem): number {
  return statusOfCode[problem.code] ?? statusOfKind[problem.kind]
}

/** The Problem in the form of RFC 9457; `requestId` becomes its `instance`. */
export function problemReply(problem: Problem, requestId: string): ProblemReply {
  const status = statusOf(problem)
  return {
    type: `urn:thong-suot:problem:${problem.code}`,
    title: titles[status] ?? problem.kind,
    status,
    code: problem.code,
    fields: problem.fields.map((field) => ({ ...field, ...(field.meta ? { meta: { ...field.meta } } : {}) })),
    instance: `urn:uuid:${requestId}`,
    meta: { ...problem.meta },
  }
}

/** What Fastify and its plugins refuse by themselves, told as Problems of ours. */
const refusals: Readonly<Record<string, Problem>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: new Problem('invalid', 'http.unparsable-body'),
  FST_ERR_CTP_EMPTY_JSON_BODY: new Problem('invalid', 'http.unparsable-body'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: new Problem('invalid', 'http.unparsable-body'),
  FST_ERR_CTP_BODY_TOO_LARGE: new Problem('invalid', 'http.body-too-large'),
  FST_REQ_FILE_TOO_LARGE: new Problem('invalid', 'http.body-too-large'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: new Problem('invalid', 'http.unsupported-media-type'),
  FST_INVALID_MULTIPART_CONTENT_TYPE: new Problem('invalid', 'http.unsupported-media-type'),
  FST_ERR_BAD_URL: new Problem('invalid', 'http.unparsable-address'),
  FST_ERR_ASYNC_CONSTRAINT: new Problem('invalid', 'http.unparsable-address'),
}

/** The Problem behind whatever was thrown; undefined for a bug. */
function problemBehind(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error
  if (!(error instanceof Error)) return undefined
  const { validation, validationContext, code } = error as Partial<FastifyError>
  if (validation) return invalidRequest(validation as readonly ErrorObject[], validationContext)
  return code === undefined ? undefined : refusals[code]
}

/** Answers what was thrown: a Problem as itself, anything else as a bare 500 whose cause goes to the log alone. */
export function replyWithProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const problem = problemBehind(error)
  if (problem === undefined) {
    request.log.error({ err: error }, 'bug')
    send(reply, bugReply(request.id))
    return
  }
  if (problem.kind === 'unavailable') request.log.warn({ err: problem }, problem.code)
  if (problem.kind === 'busy') reply.header('retry-after', retryAfter(problem))
  send(reply, problemReply(problem, request.id))
}

function bugReply(requestId: string): ProblemReply {
  return {
    type: 'urn:thong-suot:problem:http.bug',
    title: titles[500] ?? '',
    status: 500,
    code: 'http.bug',
    fields: [],
    instance: `urn:uuid:${requestId}`,
    meta: {},
  }
}

function retryAfter({ meta }: Problem): number {
  const seconds = meta['retryAfterSeconds']
  return typeof seconds === 'number' ? seconds : 5
}

function send(reply: FastifyReply, body: ProblemReply): void {
  void reply
    .code(body.status)
    .removeHeader('cache-control')
    .header('cache-control', 'no-store')
    .type(problemMediaType)
    .send(JSON.stringify(body))
}

export function useProblemReplies(app: FastifyInstance): void {
  app.setErrorHandler(replyWithProblem)
  app.setNotFoundHandler((request, reply) => {
    replyWithProblem(new Problem('missing', 'http.no-such-address'), request, reply)
  })
}
