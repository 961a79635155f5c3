/** Content: declarations read from YAML and JSON, checked against a JSON Schema, every error with its line. */
export type { Content, ReadOptions } from './content.ts'
export {
  brokenReference,
  contentError,
  contentHash,
  gatherContent,
  parseContent,
  readContent,
} from './content.ts'
export type { ContentError, Place } from './errors.ts'
export { contentProblem, findContentErrors, printError, refuseErrors } from './errors.ts'
