import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { route } from '../../platform/http/index.ts'
import { CalendarList, CalendarYear, ExceptionInput } from './contract.ts'
import { enterException, listCalendars, readYear, type CalendarParts } from './service/administering.ts'

const base = '/api/v1/administration/calendars'
const tags = ['administration'] as const
const KeyParams = Type.Object({ key: Type.String({ pattern: '^[a-z][a-z0-9-]*$', maxLength: 80 }) })

/** Calendars, for whoever administers. */
export function routes(app: FastifyInstance, parts: CalendarParts): void {
  route(app, {
    method: 'GET',
    url: base,
    operationId: 'listCalendars',
    summary: 'The calendars, and who works by each',
    tags,
    access: 'administrator',
    schema: { response: { 200: CalendarList } },
    handler: () => listCalendars(parts),
  })
  route(app, {
    method: 'GET',
    url: `${base}/:key`,
    operationId: 'readCalendarYear',
    summary: 'A year of a calendar, day by day, with the source of each exception',
    tags,
    access: 'administrator',
    schema: {
      params: KeyParams,
      querystring: Type.Object(
        { year: Type.Optional(Type.Integer({ minimum: 1900, maximum: 2200 })) },
        { additionalProperties: false },
      ),
      response: { 200: CalendarYear },
    },
    handler: ({ visitor, params, query }) => readYear(parts, visitor, params.key, query.year),
  })
  route(app, {
    method: 'POST',
    url: `${base}/:key/exceptions`,
    operationId: 'enterCalendarException',
    summary: 'Enter a rest day, a working day or half a day, for all or for one agency',
    tags,
    access: 'administrator',
    schema: { params: KeyParams, body: ExceptionInput, response: { 200: CalendarYear } },
    handler: ({ visitor, params, body }) => enterException(parts, visitor, params.key, body),
  })
}
