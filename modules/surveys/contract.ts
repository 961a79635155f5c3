import { Type, type Static, type TSchema } from 'typebox'

const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Instant = Type.String({ format: 'date-time' })
const Id = Type.String({ format: 'uuid' })

/** Hài lòng, bình thường, không hài lòng. Only `disliked` counts against an agency (QĐ 766/QĐ-TTg, 5.4). */
export const Liked = Type.Enum(['liked', 'neutral', 'disliked'])
export type Liked = Static<typeof Liked>

/** What was not right. */
export const voteReasons = [
  'slow',
  'attitude',
  'unclear',
  'papers',
  'trips',
  'fees',
  'result',
  'site',
] as const
export const VoteReason = Type.Enum([...voteReasons])
export type VoteReason = Static<typeof VoteReason>

export const VoteInput = Type.Object(
  {
    liked: Liked,
    reasons: Type.Array(VoteReason, { maxItems: voteReasons.length, uniqueItems: true }),
    comment: Nullable(Type.String({ format: 'words', maxLength: 2000 })),
  },
  { additionalProperties: false },
)
export type VoteInput = Static<typeof VoteInput>

export const Vote = Type.Object({
  liked: Liked,
  reasons: Type.Array(VoteReason),
  comment: Nullable(Type.String()),
  changedAt: Instant,
})
export type Vote = Static<typeof Vote>

/** What whoever has the link sees: what is voted on, until when, and the vote as it stands. Nobody is named. */
export const VotePage = Type.Object({
  dossierCode: Type.String(),
  procedureName: Type.String(),
  agencyName: Type.String(),
  endedAt: Instant,
  closesAt: Instant,
  isOpen: Type.Boolean(),
  vote: Nullable(Vote),
})
export type VotePage = Static<typeof VotePage>

/** For the dossier's applicant: the way to the vote. */
export const VoteLink = Type.Object({
  token: Type.String(),
  closesAt: Instant,
  isOpen: Type.Boolean(),
  hasVoted: Type.Boolean(),
})
export type VoteLink = Static<typeof VoteLink>

export const VotesQuery = Type.Object(
  {
    liked: Type.Optional(Liked),
    after: Type.Optional(Type.String({ maxLength: 200 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  },
  { additionalProperties: false },
)
export type VotesQuery = Static<typeof VotesQuery>

/** A page of votes, the last changed first; `next` is the cursor to ask with, null at the end. */
export const Votes = Type.Object({
  items: Type.Array(
    Type.Object({
      dossierId: Id,
      dossierCode: Type.String(),
      agencyId: Id,
      liked: Liked,
      reasons: Type.Array(VoteReason),
      comment: Nullable(Type.String()),
      changedAt: Instant,
    }),
  ),
  next: Nullable(Type.String()),
})
export type Votes = Static<typeof Votes>

export const surveyEntries = {
  voted: 'survey.voted',
  changed: 'survey.vote-changed',
} as const

export const surveyProblems = [
  'surveys.missing',
  'surveys.closed',
  'surveys.forbidden',
  'surveys.cursor-malformed',
] as const
export type SurveyProblem = (typeof surveyProblems)[number]
