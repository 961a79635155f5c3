/** Grouping: what many ask at once is carried out together. */
import { Problem } from '../../kernel/problem.ts'

/** Carries a group out; the answers in its order, an Error being that member's alone. */
export type CarryOut<Member, Answer> = (members: readonly Member[]) => Promise<readonly Answer[]>

export interface GroupingOptions {
  /** Members of a group at most; 64. */
  readonly atMost?: number
}

interface Waiting<Member, Answer> {
  readonly member: Member
  readonly resolve: (answer: Exclude<Answer, Error>) => void
  readonly reject: (error: unknown) => void
}

const AT_MOST = 64

/**
 * One group at a time is under way, and whoever comes meanwhile is of the next: a lone member waits for nobody, a crowd shares
 * the cost. When a group fails as a whole its members are tried again, each alone, so that only those at fault fail; not so
 * when the fault is of the place ('busy', 'unavailable'), for there another try would meet the same.
 */
export function grouped<Member, Answer>(
  carryOut: CarryOut<Member, Answer>,
  { atMost = AT_MOST }: GroupingOptions = {},
): (member: Member) => Promise<Exclude<Answer, Error>> {
  const waiting: Waiting<Member, Answer>[] = []
  let isUnderWay = false

  async function carry(group: readonly Waiting<Member, Answer>[]): Promise<void> {
    try {
      const answers = await carryOut(group.map(({ member }) => member))
      if (answers.length !== group.length) throw new Error('A group answers each of its members')
      for (const [place, answer] of answers.entries()) {
        if (answer instanceof Error) group[place]?.reject(answer)
        else group[place]?.resolve(answer as Exclude<Answer, Error>)
      }
    } catch (error) {
      if (group.length > 1 && !isOfThePlace(error)) await Promise.all(group.map((one) => carry([one])))
      else for (const { reject } of group) reject(error)
    }
  }

  async function carryOn(): Promise<void> {
    while (waiting.length > 0) await carry(waiting.splice(0, atMost))
    isUnderWay = false
  }

  return (member) =>
    new Promise((resolve, reject) => {
      waiting.push({ member, resolve, reject })
      if (isUnderWay) return
      isUnderWay = true
      // What arrives in the same turn of the event loop is one group already.
      setImmediate(() => void carryOn())
    })
}

function isOfThePlace(error: unknown): boolean {
  return error instanceof Problem && (error.kind === 'busy' || error.kind === 'unavailable')
}
