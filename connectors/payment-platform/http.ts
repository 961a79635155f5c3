import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { Html, html, route } from '../../platform/http/index.ts'
import { PaymentPlatformStatus } from './contract.ts'
import { bringToPlatform, comeBack, readStatus, takeConfirmation, type PlatformParts } from './service.ts'
import { ConfirmAnswer } from './wire/v106/messages.ts'

const tags = ['payment-platform'] as const

/** Where a payer is sent to pay, with the payment's reference behind it; a link or a redirect. */
export const payBase = '/thanh-toan'
/** Where the platform calls back. */
export const confirmPath = '/connectors/payment-platform/confirm'

const ReferenceParams = Type.Object({ reference: Type.String({ minLength: 1, maxLength: 100 }) })

export function routes(app: FastifyInstance, parts: PlatformParts, publicUrl: string): void {
  const { origin } = new URL(publicUrl)
  route(app, {
    method: 'GET',
    url: `${payBase}/:reference`,
    operationId: 'bringToPaymentPlatform',
    summary: 'On to the payment platform, for whoever has the reference of a payment that was begun',
    tags,
    access: 'public',
    limit: 'look-up',
    hide: true,
    schema: { params: ReferenceParams, response: { 200: Html } },
    async handler({ params, ip }, reply) {
      const target = await bringToPlatform(parts, params.reference, ip)
      const url = new URL(target, publicUrl)
      reply.header('cache-control', 'no-store')
      if (url.origin === origin) return reply.redirect(`${url.pathname}${url.search}`, 303)
      // Not a redirect: the form that led here may go nowhere but to this site (form-action).
      reply.header('refresh', `0; url=${url.href}`)
      return reply.type('text/html; charset=utf-8').send(onwards(url.href).text)
    },
  })
  route(app, {
    method: 'GET',
    url: `${payBase}/:reference/tro-ve`,
    operationId: 'returnFromPaymentPlatform',
    summary: 'Back from the payment platform, which is asked what became of the payment',
    tags,
    access: 'public',
    limit: 'look-up',
    hide: true,
    schema: { params: ReferenceParams, response: { 200: Html } },
    async handler({ params }, reply) {
      return reply.header('cache-control', 'no-store').redirect(await comeBack(parts, params.reference), 303)
    },
  })
  route(app, {
    method: 'POST',
    url: confirmPath,
    operationId: 'confirmPayment',
    summary: 'The payment platform says what became of a payment, under its checksum',
    tags,
    access: 'public',
    hide: true,
    bodyLimit: 64 * 1024,
    schema: { body: Type.Unknown(), response: { 200: ConfirmAnswer } },
    handler: ({ body }) => takeConfirmation(parts, body),
  })
  route(app, {
    method: 'GET',
    url: '/api/v1/connectors/payment-platform/status',
    operationId: 'readPaymentPlatformStatus',
    summary:
      'What is open, the days held against the platform’s statement, and what fits no payment; nobody is named',
    tags,
    access: 'officer',
    schema: { response: { 200: PaymentPlatformStatus } },
    handler: () => readStatus(parts),
  })
}

function onwards(url: string) {
  return html`<!doctype html>
    <html lang="vi">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Thanh toán</title>
      </head>
      <body>
        <main>
          <h1>Đang chuyển sang nền tảng thanh toán</h1>
          <p><a href="${url}">Sang nền tảng thanh toán</a></p>
        </main>
      </body>
    </html> `
}
