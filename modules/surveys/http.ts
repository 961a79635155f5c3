import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { route } from '../../platform/http/index.ts'
import { VoteInput, VoteLink, VotePage, Votes, VotesQuery } from './contract.ts'
import { castVote, listVotes, readVote, readVoteLink, type SurveyParts } from './service.ts'

const tags = ['votes'] as const
const TokenParams = Type.Object({ token: Type.String({ minLength: 1, maxLength: 100 }) })

export function routes(app: FastifyInstance, parts: SurveyParts): void {
  route(app, {
    method: 'GET',
    url: '/api/v1/votes/:token',
    operationId: 'readVote',
    summary: 'What the link lets one vote on, until when, and the vote as it stands; nobody is named',
    tags,
    access: 'public',
    limit: 'look-up',
    schema: { params: TokenParams, response: { 200: VotePage } },
    handler: ({ params }) => readVote(parts, params.token),
  })
  route(app, {
    method: 'POST',
    url: '/api/v1/votes/:token',
    operationId: 'castVote',
    summary: 'The one vote of a dossier that has ended; by the same link it may be changed for some days',
    tags,
    access: 'public',
    limit: 'look-up',
    schema: { params: TokenParams, body: VoteInput, response: { 200: VotePage } },
    handler: ({ params, body, visitor }) => castVote(parts, visitor, params.token, body),
  })
  route(app, {
    method: 'GET',
    url: '/api/v1/dossiers/:id/vote',
    operationId: 'readVoteLink',
    summary: 'The way to the vote of my dossier',
    tags,
    access: 'citizen',
    schema: {
      params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
      response: { 200: VoteLink },
    },
    handler: ({ params, visitor }) => readVoteLink(parts, visitor, params.id),
  })
  route(app, {
    method: 'GET',
    url: '/api/v1/votes',
    operationId: 'listVotes',
    summary:
      'Votes with their comments, for leaders and heads of agencies; each reading of a comment is recorded',
    tags,
    access: 'officer',
    schema: { querystring: VotesQuery, response: { 200: Votes } },
    handler: ({ visitor, query }) => listVotes(parts, visitor, query),
  })
}
