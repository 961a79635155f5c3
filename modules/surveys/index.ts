/** Surveys: one vote a dossier that has ended, by a link, and what was not right. */
export type { Liked } from './contract.ts'
export { followEndings } from './followers.ts'
export { findOpenVoteToken, findVoteToken, type SurveyParts } from './service.ts'
