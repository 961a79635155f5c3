export {
  type Access,
  anonymous,
  type CitizenVisitor,
  mayCall,
  type OfficerVisitor,
  type Role,
  type Visitor,
  visitorKey,
} from './access.ts'
export { createHttp, type HttpSettings } from './create.ts'
export { html, Markup, raw } from './html.ts'
export {
  type Claim,
  claimAll,
  earlierAnswer,
  findEarlierAnswer,
  forgetOldKeys,
  idempotent,
  type Once,
  onceOf,
} from './idempotency.ts'
export { asResponse, type InProcessApi, inProcessApi, type InProcessRequest } from './in-process.ts'
export { defaultLimits, type LimitName, type Limits } from './limits.ts'
export { listen } from './listen.ts'
export { hijack, Html, type PassThrough, passThrough } from './pages.ts'
export { problemReply, ProblemReply, replyWithProblem, statusOf } from './problem-reply.ts'
export { acceptUploads, type Upload, uploadOf } from './uploads.ts'
export { type RequestOf, type Route, route, type RouteSchemas } from './route.ts'
