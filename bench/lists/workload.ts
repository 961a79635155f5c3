import type { WorkQuery } from '../../modules/dossiers/contract.ts'
import { readWorkList } from '../../modules/dossiers/service/lists.ts'
import type { OfficerVisitor } from '../../platform/http/index.ts'
import type { Embedded } from '../../platform/db/index.ts'
import { fillDossiers } from '../filled/made.ts'
import { fillProvince } from '../filled/province.ts'
import { inTurn } from '../filled/sequence.ts'
import { interleave, median, ratioOf, type Pace, type Round } from '../measure.ts'
import type { Result } from '../result.ts'

const GOAL_MS = 50

type Name = 'mine' | 'ofAgency' | 'leader' | 'leaderMine' | 'bare'

const judgements = {
  mineToGoal: { title: `p95 of an officer's own work, to ${GOAL_MS} ms`, goal: { atMost: 1 } },
  agencyToGoal: { title: `p95 of an agency's list, to ${GOAL_MS} ms`, goal: { atMost: 1 } },
  leaderToGoal: { title: `p95 of a leader's list, all agencies, to ${GOAL_MS} ms`, goal: { atMost: 1 } },
  leaderMineToGoal: { title: `p95 of a leader's own work, to ${GOAL_MS} ms`, goal: { atMost: 1 } },
  agencyToBare: { title: 'time, an agency\u2019s list to the bare rows by pg', goal: null },
} as const

const p50 = ({ p50Ms }: { readonly p50Ms: number }) => p50Ms

function ratiosOf(rounds: readonly Round<Name>[]): Record<keyof typeof judgements, number | null> {
  const toGoal = (name: Name) => median(rounds.map((round) => round[name].p95Ms ?? Infinity)) / GOAL_MS
  return {
    mineToGoal: toGoal('mine'),
    agencyToGoal: toGoal('ofAgency'),
    leaderToGoal: toGoal('leader'),
    leaderMineToGoal: toGoal('leaderMine'),
    agencyToBare: ratioOf(rounds, p50, 'ofAgency', 'bare'),
  }
}

const STATES = ['submitted', 'processing', 'awaiting-supplement', 'finished', 'refused', 'released'] as const

/** To be done, and state by state; the first page and one that begins in the midst of the years. */
const everyList: readonly WorkQuery[] = [{}, ...STATES.map((state) => ({ state }))].flatMap((query) => [
  query,
  { ...query, after: '2025-06-15 03:00:00+00|00000000-0000-4000-8000-000000000000' },
])

const BARE = `
SELECT dossier.* FROM dossier_party AS party JOIN dossier ON dossier.id = party.dossier_id
WHERE party.agency_id = $1 AND party.state = $2 AND party.due_at > $3 ORDER BY party.due_at, party.dossier_id LIMIT 51`

/** The work list under rights of the busiest agency's officers and of a leader, beside the bare rows of one range. */
export async function listsWorkload(
  embedded: Embedded,
  dataDir: string,
  dossiers: number,
  pace: Pace,
  progress: (line: string) => void,
): Promise<Result> {
  const filled = await fillProvince({ embedded, dataDir, dossiers, statements: fillDossiers, progress })
  try {
    const { province, superuser, busiest } = filled
    const visitor = (...roles: OfficerVisitor['roles'][number]['role'][]): OfficerVisitor => ({
      leads: roles.includes('leader') ? null : [],
      kind: 'officer',
      officerId: busiest,
      name: 'Cán bộ',
      roles: roles.map((role) => ({ agencyId: busiest, role })),
    })
    const read = (who: OfficerVisitor, query: WorkQuery) => () => readWorkList(province.dossiers, who, query)
    const officers = [visitor('reception'), visitor('case-officer'), visitor('approver')]
    const leader = visitor('leader', 'reception', 'approver')
    const pid = embedded.pid()
    const targets = [
      inTurn<Name>(
        'mine',
        pid,
        officers.flatMap((who) => everyList.map((query) => read(who, { ...query, mine: true }))),
      ),
      inTurn<Name>(
        'ofAgency',
        pid,
        everyList.map((query) => read(visitor('case-officer'), query)),
      ),
      inTurn<Name>(
        'leader',
        pid,
        everyList.map((query) => read(visitor('leader'), query)),
      ),
      inTurn<Name>(
        'leaderMine',
        pid,
        everyList.map((query) => read(leader, { ...query, mine: true })),
      ),
      inTurn<Name>(
        'bare',
        pid,
        STATES.flatMap((state) =>
          ['-infinity', '2025-06-15'].map(
            (after) => () => superuser.query({ name: 'bare', text: BARE, values: [busiest, state, after] }),
          ),
        ),
      ),
    ]
    const rounds = await interleave(targets, pace, progress)
    return {
      name: 'lists',
      about: `work lists under rights, ${dossiers} dossiers; every state, first page and a deep one`,
      ratios: ratiosOf(rounds),
      judgements,
      rounds,
      agreements: [],
    }
  } finally {
    await filled.close()
  }
}
