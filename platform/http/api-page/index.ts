import type { FastifyInstance } from 'fastify'
import type { OpenApi } from '../openapi-document.ts'
import { Html } from '../pages.ts'
import { apiPageMarkup } from './page.ts'
import { english, vietnamese } from './words.ts'

/** The readable page of the API at /api, in Vietnamese or, with ?lang=en, in English. */
export function apiPage(app: FastifyInstance, describeApi: () => OpenApi): void {
  app.get<{ Querystring: { lang?: string } }>('/api', {
    schema: { hide: true, operationId: 'apiPage', tags: ['api'], response: { 200: Html } },
    config: { access: 'public' },
    handler: (request, reply) => {
      const words = request.query.lang === 'en' ? english : vietnamese
      const page = apiPageMarkup(describeApi(), words, reply.cspNonce.style)
      return reply.type('text/html; charset=utf-8').send(page.text)
    },
  })
}
