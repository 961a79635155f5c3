import type { FastifyInstance, FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { route } from '../../../platform/http/index.ts'
import { ApplicantSlip, OfficeSlip } from '../contract.ts'
import { printForApplicant, printForOfficer, type SlipParts } from '../service/slips.ts'

const Pdf = Type.Unsafe<Uint8Array>(Type.Any())

/** The slips of a dossier as PDF, apart from the other routes, for they alone need what prints. */
export function slipRoutes(app: FastifyInstance, parts: SlipParts): void {
  const tags = ['slips'] as const
  route(app, {
    method: 'GET',
    url: '/api/v1/dossiers/:id/slips/:kind',
    operationId: 'printSlip',
    summary: 'A slip of a dossier (forms 01 to 06) as PDF; the reading is recorded',
    tags,
    access: 'officer',
    schema: {
      params: Type.Object({ id: Type.String({ format: 'uuid' }), kind: OfficeSlip }),
      response: { 200: Pdf },
    },
    handler: async ({ visitor, params }, reply) =>
      send(reply, await printForOfficer(parts, visitor, params.id, params.kind)),
  })
  route(app, {
    method: 'GET',
    url: '/api/v1/tracking/:code/slips/:kind',
    operationId: 'printMySlip',
    summary: 'A slip that the office gave me for my dossier (forms 01 to 05) as PDF',
    tags,
    access: 'citizen',
    schema: {
      params: Type.Object({ code: Type.String({ minLength: 5, maxLength: 60 }), kind: ApplicantSlip }),
      response: { 200: Pdf },
    },
    handler: async ({ visitor, params }, reply) =>
      send(reply, await printForApplicant(parts, visitor, params.code, params.kind)),
  })
}

function send(
  reply: FastifyReply,
  { pdf, name }: { readonly pdf: Uint8Array; readonly name: string },
): Buffer {
  reply.type('application/pdf').header('content-disposition', `inline; filename="${name}"`)
  return Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength)
}
