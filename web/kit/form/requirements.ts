import type { Channel, Declaration, Requirement } from '../../../modules/procedures/contract.ts'
import type { Answers } from './definition.ts'

export interface Paper {
  readonly requirement: Requirement
  /** Without it the dossier is not complete; where a condition is in words alone, the applicant decides. */
  readonly isNeeded: boolean
}

/** The papers that a case asks for through a channel, given the answers so far, on a day in Vietnam: what data have replaced by then is not asked. */
export function papersOf(
  declaration: Pick<Declaration, 'cases' | 'requirements'>,
  caseKey: string | null,
  answers: Answers,
  on: string = today(),
  channel: Channel = 'online',
): readonly Paper[] {
  const keys = declaration.cases.find(({ key }) => key === caseKey)?.requirements ?? []
  return keys.flatMap((key): Paper[] => {
    const requirement = declaration.requirements.find((one) => one.key === key)
    if (requirement === undefined || requirement.isForm === true || requirement.handling === 'look-up')
      return []
    if (requirement.channels !== undefined && !requirement.channels.includes(channel)) return []
    const { condition, replacedBy } = requirement
    if (replacedBy?.asks === 'never' && replacedBy.from <= on) return []
    const isMet =
      condition?.field === undefined ? undefined : answerAt(answers, condition.field) === condition.equals
    if (isMet === false) return []
    return [
      {
        requirement,
        isNeeded: requirement.handling === 'submit' && (condition === undefined || isMet === true),
      },
    ]
  })
}

const VIETNAM_AHEAD_MS = 7 * 60 * 60 * 1000

function today(): string {
  return new Date(Date.now() + VIETNAM_AHEAD_MS).toISOString().slice(0, 10)
}

/** The answer at a pointer of the form; undefined where there is none. */
export function answerAt(answers: Answers, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>(
      (value, part) =>
        typeof value === 'object' && value !== null
          ? Object.entries(value).find(([key]) => key === part)?.[1]
          : undefined,
      answers,
    )
}
