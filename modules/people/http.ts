import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { route } from '../../platform/http/index.ts'
import {
  AssignInput,
  DelegateInput,
  EndInput,
  Holders,
  LeaveInput,
  MoveInput,
  NewOfficer,
  OfficerList,
  OfficerPage,
  OfficersQuery,
  PositionInput,
  RenameInput,
} from './contract.ts'
import type { PeopleParts } from './service/administering.ts'
import { delegate, endDelegationOf, leave } from './service/leaving.ts'
import {
  assignRole,
  endRole,
  enterOfficer,
  moveOfficer,
  renameOfficer,
  setPosition,
} from './service/officers.ts'
import { listAdministeredOfficers, listHolders, readOfficer } from './service/reading.ts'

const Id = Type.String({ format: 'uuid' })
const IdParams = Type.Object({ id: Id })
const On = Type.Optional(Type.String({ format: 'date' }))
const base = '/api/v1/administration'
const tags = ['administration'] as const

/** Officers, their roles, positions and delegations, for whoever administers them. */
export function routes(app: FastifyInstance, parts: PeopleParts): void {
  readingRoutes(app, parts)
  officerRoutes(app, parts)
  rightRoutes(app, parts)
}

function readingRoutes(app: FastifyInstance, parts: PeopleParts): void {
  route(app, {
    method: 'GET',
    url: `${base}/officers`,
    operationId: 'listOfficers',
    summary: 'The officers of the agencies administered, with their rights on a day',
    tags,
    access: 'administrator',
    schema: { querystring: OfficersQuery, response: { 200: OfficerList } },
    handler: ({ visitor, query }) => listAdministeredOfficers(parts, visitor, query),
  })
  route(app, {
    method: 'GET',
    url: `${base}/officers/:id`,
    operationId: 'readOfficer',
    summary: 'An officer: roles, positions, delegations, rights on a day, and every change',
    tags,
    access: 'administrator',
    schema: {
      params: IdParams,
      querystring: Type.Object({ on: On }, { additionalProperties: false }),
      response: { 200: OfficerPage },
    },
    handler: ({ visitor, params, query }) => readOfficer(parts, visitor, params.id, query.on),
  })
  route(app, {
    method: 'GET',
    url: `${base}/holders`,
    operationId: 'listHolders',
    summary: 'Who holds each role at an agency on a day',
    tags,
    access: 'administrator',
    schema: {
      querystring: Type.Object({ agencyId: Id, on: On }, { additionalProperties: false }),
      response: { 200: Holders },
    },
    handler: ({ visitor, query }) => listHolders(parts, visitor, query),
  })
}

function officerRoutes(app: FastifyInstance, parts: PeopleParts): void {
  route(app, {
    method: 'POST',
    url: `${base}/officers`,
    operationId: 'enterOfficer',
    summary: 'Enter an officer with the first roles',
    tags,
    access: 'administrator',
    schema: { body: NewOfficer, response: { 201: OfficerPage } },
    handler: ({ visitor, body }) => enterOfficer(parts, visitor, body),
  })
  route(app, {
    method: 'PUT',
    url: `${base}/officers/:id/name`,
    operationId: 'renameOfficer',
    summary: 'Correct an officer’s name',
    tags,
    access: 'administrator',
    schema: { params: IdParams, body: RenameInput, response: { 200: OfficerPage } },
    handler: ({ visitor, params, body }) => renameOfficer(parts, visitor, params.id, body),
  })
  route(app, {
    method: 'POST',
    url: `${base}/officers/:id/positions`,
    operationId: 'setPosition',
    summary: 'Say what an officer is at an agency from a day on',
    tags,
    access: 'administrator',
    schema: { params: IdParams, body: PositionInput, response: { 200: OfficerPage } },
    handler: ({ visitor, params, body }) => setPosition(parts, visitor, params.id, body),
  })
  route(app, {
    method: 'POST',
    url: `${base}/officers/:id/move`,
    operationId: 'moveOfficer',
    summary: 'Move an officer from one agency to another on a day',
    tags,
    access: 'administrator',
    schema: { params: IdParams, body: MoveInput, response: { 200: OfficerPage } },
    handler: ({ visitor, params, body }) => moveOfficer(parts, visitor, params.id, body),
  })
  route(app, {
    method: 'POST',
    url: `${base}/officers/:id/leave`,
    operationId: 'leaveOffice',
    summary: 'End all of an officer’s roles from a day on, and hand the work on',
    tags,
    access: 'administrator',
    schema: { params: IdParams, body: LeaveInput, response: { 200: OfficerPage } },
    handler: ({ visitor, params, body }) => leave(parts, visitor, params.id, body),
  })
}

function rightRoutes(app: FastifyInstance, parts: PeopleParts): void {
  route(app, {
    method: 'POST',
    url: `${base}/officers/:id/assignments`,
    operationId: 'assignRole',
    summary: 'Give an officer a role at an agency',
    tags,
    access: 'administrator',
    schema: { params: IdParams, body: AssignInput, response: { 200: OfficerPage } },
    handler: ({ visitor, params, body }) => assignRole(parts, visitor, params.id, body),
  })
  route(app, {
    method: 'POST',
    url: `${base}/officers/:id/assignments/:assignmentId/end`,
    operationId: 'endRole',
    summary: 'End a role from a day on',
    tags,
    access: 'administrator',
    schema: {
      params: Type.Object({ id: Id, assignmentId: Id }),
      body: EndInput,
      response: { 200: OfficerPage },
    },
    handler: ({ visitor, params, body }) => endRole(parts, visitor, params.id, params.assignmentId, body),
  })
  route(app, {
    method: 'POST',
    url: `${base}/officers/:id/delegations`,
    operationId: 'delegateRole',
    summary: 'Let another officer carry a role for a period',
    tags,
    access: 'administrator',
    schema: { params: IdParams, body: DelegateInput, response: { 200: OfficerPage } },
    handler: ({ visitor, params, body }) => delegate(parts, visitor, params.id, body),
  })
  route(app, {
    method: 'POST',
    url: `${base}/officers/:id/delegations/:delegationId/end`,
    operationId: 'endDelegation',
    summary: 'End a delegation before its time',
    tags,
    access: 'administrator',
    schema: {
      params: Type.Object({ id: Id, delegationId: Id }),
      body: EndInput,
      response: { 200: OfficerPage },
    },
    handler: ({ visitor, params, body }) =>
      endDelegationOf(parts, visitor, params.id, params.delegationId, body),
  })
}
