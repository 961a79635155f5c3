import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { onceOf, route } from '../../../platform/http/index.ts'
import { IntakeInput, OnlinePayment, PersonFound, PersonQuery, ReusablePapers, TakenIn } from '../contract.ts'
import { findApplicant, listApplicantPapers, reusablePapers, takeInAtOffice } from '../service/intake.ts'
import type { DossierParts } from '../service/parts.ts'
import { payOnline } from '../service/paying.ts'
import { moneyRoutes } from './money.ts'

const IdParams = Type.Object({ id: Type.String({ format: 'uuid' }) })

/** Dossiers brought to a counter or come by post, papers used again, and money: paid online, fitting no dossier, given back. */
export function intakeRoutes(app: FastifyInstance, parts: DossierParts): void {
  const tags = ['intake'] as const
  route(app, {
    method: 'POST',
    url: '/api/v1/intake',
    operationId: 'takeInAtOffice',
    summary: 'Take in what was brought to the counter or came by post; repeatable under one Idempotency-Key',
    tags,
    access: 'officer',
    schema: { body: IntakeInput, response: { 201: TakenIn } },
    handler: (request) => takeInAtOffice(parts, request.visitor, request.body, onceOf(request)),
  })
  route(app, {
    method: 'POST',
    url: '/api/v1/intake/applicants',
    operationId: 'findApplicant',
    summary: 'Whether somebody is known by the national id; the reading is recorded',
    tags,
    access: 'officer',
    limit: 'look-up',
    schema: { body: PersonQuery, response: { 200: PersonFound } },
    handler: ({ visitor, body }) => findApplicant(parts, visitor, body),
  })
  route(app, {
    method: 'GET',
    url: '/api/v1/intake/applicants/:id/papers',
    operationId: 'listApplicantPapers',
    summary: 'What an applicant’s earlier dossiers hold, to be used again; the reading is recorded',
    tags,
    access: 'officer',
    limit: 'look-up',
    schema: { params: IdParams, response: { 200: ReusablePapers } },
    handler: ({ visitor, params }) => listApplicantPapers(parts, visitor, params.id),
  })
  route(app, {
    method: 'GET',
    url: '/api/v1/papers/mine',
    operationId: 'listMyPapers',
    summary: 'What my earlier dossiers hold, to be used again',
    tags: ['dossiers'],
    access: 'citizen',
    schema: { response: { 200: ReusablePapers } },
    handler: ({ visitor }) => reusablePapers(parts, visitor.personId),
  })
  route(app, {
    method: 'POST',
    url: '/api/v1/dossiers/:id/pay-online',
    operationId: 'payOnline',
    summary: 'Begin to pay online what is outstanding',
    tags: ['dossiers'],
    access: 'citizen',
    schema: { params: IdParams, response: { 200: OnlinePayment } },
    handler: ({ visitor, params }) => payOnline(parts, visitor, params.id),
  })
  moneyRoutes(app, parts)
}
