import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import type { Clock } from '../../kernel/clock.ts'
import { localDateOf } from '../../kernel/dates.ts'
import type { Database } from '../../platform/db/index.ts'
import { route } from '../../platform/http/index.ts'
import {
  AdministeredAgencyList,
  AgenciesQuery,
  AgencyChange,
  AgencyKind,
  AgencyPage,
  NewAgency,
  PublicAgency,
  PublicCommune,
} from './contract.ts'
import {
  addAgency,
  changeAgency,
  listAdministeredAgencies,
  readAgency,
  type AgencyParts,
} from './service/administering.ts'
import { listPublicAgencies, listPublicCommunes } from './service/lists.ts'

const on = Type.Optional(Type.String({ format: 'date' }))

const base = '/api/v1/administration/agencies'
const IdParams = Type.Object({ id: Type.String({ format: 'uuid' }) })

export function routes(app: FastifyInstance, parts: { database: Database; clock: Clock }): void {
  publicRoutes(app, parts)
  administrationRoutes(app, parts)
}

/** The public lists: agencies, and communes with the agency that serves each. */
function publicRoutes(app: FastifyInstance, { database: db, clock }: AgencyParts): void {
  route(app, {
    method: 'GET',
    url: '/api/v1/agencies',
    operationId: 'listAgencies',
    summary: 'The agencies in force on a day (today, if none is given)',
    tags: ['agencies'],
    access: 'public',
    schema: {
      querystring: Type.Object({ on, kind: Type.Optional(AgencyKind) }, { additionalProperties: false }),
      response: { 200: Type.Array(PublicAgency) },
    },
    handler: ({ query }) => listPublicAgencies(db, query.on ?? localDateOf(clock()), query.kind),
  })

  route(app, {
    method: 'GET',
    url: '/api/v1/communes',
    operationId: 'listCommunes',
    summary: 'The communes and wards on a day (today, if none is given), each with the agency that serves it',
    tags: ['agencies'],
    access: 'public',
    schema: {
      querystring: Type.Object({ on }, { additionalProperties: false }),
      response: { 200: Type.Array(PublicCommune) },
    },
    handler: ({ query }) => listPublicCommunes(db, query.on ?? localDateOf(clock())),
  })
}

/** Agencies and their units, for whoever administers them. */
function administrationRoutes(app: FastifyInstance, parts: AgencyParts): void {
  const tags = ['administration'] as const
  route(app, {
    method: 'GET',
    url: base,
    operationId: 'listAdministeredAgencies',
    summary: 'The agencies administered, as they are on a day',
    tags,
    access: 'administrator',
    schema: { querystring: AgenciesQuery, response: { 200: AdministeredAgencyList } },
    handler: ({ visitor, query }) => listAdministeredAgencies(parts, visitor, query),
  })
  route(app, {
    method: 'GET',
    url: `${base}/:id`,
    operationId: 'readAgency',
    summary: 'An agency with all its versions',
    tags,
    access: 'administrator',
    schema: { params: IdParams, response: { 200: AgencyPage } },
    handler: ({ visitor, params }) => readAgency(parts, visitor, params.id),
  })
  route(app, {
    method: 'POST',
    url: base,
    operationId: 'addAgency',
    summary: 'Add an agency or a unit of one',
    tags,
    access: 'administrator',
    schema: { body: NewAgency, response: { 201: AgencyPage } },
    handler: ({ visitor, body }) => addAgency(parts, visitor, body),
  })
  route(app, {
    method: 'POST',
    url: `${base}/:id/versions`,
    operationId: 'changeAgency',
    summary: 'Say what an agency is from a day on',
    tags,
    access: 'administrator',
    schema: { params: IdParams, body: AgencyChange, response: { 200: AgencyPage } },
    handler: ({ visitor, params, body }) => changeAgency(parts, visitor, params.id, body),
  })
}
