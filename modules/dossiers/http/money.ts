import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { onceOf, route } from '../../../platform/http/index.ts'
import { ClosingInput, DossierPage, MoneyOpen, RefundInput, ReturnInput } from '../contract.ts'
import { readDossierPage } from '../service/reading.ts'
import { closeUnmatched, readMoneyOpen, refundFees, returnMoney } from '../service/money-open.ts'
import type { DossierParts } from '../service/parts.ts'

const IdParams = Type.Object({ id: Type.String({ format: 'uuid' }) })

/** What was paid and fits no dossier, and what is to be given back. */
export function moneyRoutes(app: FastifyInstance, parts: DossierParts): void {
  const tags = ['payments'] as const
  route(app, {
    method: 'GET',
    url: '/api/v1/payments/open',
    operationId: 'readMoneyOpen',
    summary: 'What was paid and fits no dossier, and what is to be given back; nobody who paid is named',
    tags,
    access: 'officer',
    schema: { response: { 200: MoneyOpen } },
    handler: ({ visitor }) => readMoneyOpen(parts, visitor),
  })
  route(app, {
    method: 'POST',
    url: '/api/v1/payments/unmatched/:id/close',
    operationId: 'closeUnmatched',
    summary: 'Say which dossier it was paid for, or that it goes back; repeatable under one Idempotency-Key',
    tags,
    access: 'officer',
    schema: { params: IdParams, body: ClosingInput, response: { 200: MoneyOpen } },
    handler: async (request) => {
      const { visitor, params, body } = request
      await closeUnmatched(parts, visitor, params.id, body, onceOf(request))
      return readMoneyOpen(parts, visitor)
    },
  })
  route(app, {
    method: 'POST',
    url: '/api/v1/dossiers/:id/refund',
    operationId: 'refundFees',
    summary: 'Decide that fees go back, all or line by line; repeatable under one Idempotency-Key',
    tags,
    access: 'officer',
    schema: { params: IdParams, body: RefundInput, response: { 200: DossierPage } },
    handler: async (request) => {
      const { visitor, params, body } = request
      await refundFees(parts, visitor, params.id, body, onceOf(request))
      return readDossierPage(parts, visitor, params.id)
    },
  })
  route(app, {
    method: 'POST',
    url: '/api/v1/payments/refunds/:id/return',
    operationId: 'returnMoney',
    summary: 'Write down that money went back, and how; repeatable under one Idempotency-Key',
    tags,
    access: 'officer',
    schema: { params: IdParams, body: ReturnInput, response: { 200: MoneyOpen } },
    handler: async (request) => {
      const { visitor, params, body } = request
      await returnMoney(parts, visitor, params.id, body, onceOf(request))
      return readMoneyOpen(parts, visitor)
    },
  })
}
