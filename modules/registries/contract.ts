export {
  Declaration,
  RegisterAct,
  RegisterKey,
  SectorContent,
  type Basis,
  type ChoicesField,
  type Field,
  type FieldName,
  type NumberField,
  type Right,
  type TextField,
  type YesNoField,
} from './contract/declaration.ts'
export {
  CorrectInput,
  EnterInput,
  RecordLine,
  RecordList,
  RecordPage,
  RecordQuery,
  RecordsQuery,
  RecordValues,
  RemoveInput,
} from './contract/record.ts'
export {
  PlanInput,
  PublishInput,
  PublishingPlan,
  RegisterHead,
  registryEntries,
  RegisterPage,
  Sectors,
} from './contract/register.ts'
export { Words } from './contract/words.ts'

export const registryProblems = [
  'registries.missing',
  'registries.forbidden',
  'registries.declaration-wrong',
  'registries.version-not-next',
  'registries.major-needs-upcast',
  'registries.nothing-changed',
  'registries.plan-changed',
  'registries.owner-unknown',
  'registries.sector-unknown',
  'registries.record-missing',
  'registries.record-wrong',
  'registries.record-there',
  'registries.record-changed',
  'registries.record-named',
  'registries.filter-unknown',
  'registries.purpose-unknown',
] as const
