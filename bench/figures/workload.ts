import { readBreakdown, readFigures } from '../../modules/indicators/index.ts'
import type { Embedded } from '../../platform/db/index.ts'
import { fillFigures } from '../filled/made.ts'
import { fillProvince, type FilledProvince } from '../filled/province.ts'
import { inTurn } from '../filled/sequence.ts'
import { cpu, interleave, median, ratioOf, type Pace, type Round } from '../measure.ts'
import type { Result } from '../result.ts'
import { filledExactly } from './exact.ts'
import { floorsOf, floorTables } from './floors.ts'

const GOAL_MS = 20

type Name =
  | 'oneAgency'
  | 'oneAgencySmall'
  | 'province'
  | 'provinceSmall'
  | 'provinceAsOf'
  | 'onTimeByAgency'
  | 'onTimeByProcedure'
  | 'onTimeByProcedureOfAgency'
  | 'onlineByProcedure'
  | 'groupByAgency'
  | 'groupByProvince'
  | 'rollup'

const judgements = {
  oneAgencyToGoal: { title: `p50 of one agency, 12 months, to ${GOAL_MS} ms`, goal: { atMost: 1 } },
  flat: { title: 'p50, one agency, larger to smaller size', goal: { atMost: 1.5 } },
  flatCpu: { title: 'CPU, one agency, larger to smaller size', goal: { atMost: 1.5 } },
  agencyToGroupBy: { title: 'time, one agency to plain SQL over facts', goal: null },
  provinceFlat: { title: 'p50, the province, larger to smaller size', goal: { atMost: 1.5 } },
  provinceToGroupBy: { title: 'time, province to plain SQL over facts', goal: { atMost: 0.02 } },
  byProcedureToGroupBy: {
    title: 'time, on time by procedure to plain SQL over facts',
    goal: { atMost: 0.02 },
  },
  agencyToRollup: { title: 'time, one agency to a table by agency and month', goal: null },
} as const

const p50 = ({ p50Ms }: { readonly p50Ms: number }) => p50Ms

function ratiosOf(rounds: readonly Round<Name>[]): Record<keyof typeof judgements, number | null> {
  return {
    oneAgencyToGoal: median(rounds.map(({ oneAgency }) => oneAgency.p50Ms)) / GOAL_MS,
    flat: ratioOf(rounds, p50, 'oneAgency', 'oneAgencySmall'),
    flatCpu: ratioOf(rounds, cpu, 'oneAgency', 'oneAgencySmall'),
    agencyToGroupBy: ratioOf(rounds, p50, 'oneAgency', 'groupByAgency'),
    provinceFlat: ratioOf(rounds, p50, 'province', 'provinceSmall'),
    provinceToGroupBy: ratioOf(rounds, p50, 'province', 'groupByProvince'),
    byProcedureToGroupBy: ratioOf(rounds, p50, 'onTimeByProcedure', 'groupByProvince'),
    agencyToRollup: ratioOf(rounds, p50, 'oneAgency', 'rollup'),
  }
}

/** W3: the eight figures of a month with twelve months behind them, at two sizes, beside plain SQL over facts and over a table of sums. */
export async function figuresWorkload(
  embedded: Embedded,
  dataDir: string,
  sizes: { readonly small: number; readonly large: number },
  pace: Pace,
  progress: (line: string) => void,
): Promise<Result> {
  const filled: FilledProvince[] = []
  const fill = async (dossiers: number) => {
    const one = await fillProvince({ embedded, dataDir, dossiers, statements: fillFigures, progress })
    filled.push(one)
    return one
  }
  try {
    const [small, large] = [await fill(sizes.small), await fill(sizes.large)]
    for (const statement of floorTables) await large.superuser.query(statement)
    const exact = await filledExactly(small.province.database)
    const floors = floorsOf(large.superuser, large.busiest)
    const partsOf = ({ province: { database, clock } }: FilledProvince) => ({ database, clock })
    const parts = partsOf(large)
    const target = (name: Name, question: () => Promise<unknown>) => inTurn(name, embedded.pid(), [question])
    const targets = [
      target('oneAgency', () => readFigures(parts, { agencyId: large.busiest })),
      target('oneAgencySmall', () => readFigures(partsOf(small), { agencyId: small.busiest })),
      target('province', () => readFigures(parts, {})),
      target('provinceSmall', () => readFigures(partsOf(small), {})),
      target('provinceAsOf', () => readFigures(parts, { asRecordedOn: '2026-11-10' })),
      target('onTimeByAgency', () => readBreakdown(parts, 'on-time', 'agency', {})),
      target('onTimeByProcedure', () => readBreakdown(parts, 'on-time', 'procedure', {})),
      target('onTimeByProcedureOfAgency', () =>
        readBreakdown(parts, 'on-time', 'procedure', { agencyId: large.busiest }),
      ),
      target('onlineByProcedure', () => readBreakdown(parts, 'submitted-online', 'procedure', {})),
      target('groupByAgency', floors.groupByAgency),
      target('groupByProvince', floors.groupByProvince),
      target('rollup', floors.rollup),
    ]
    const rounds = await interleave(targets, pace, progress)
    return {
      name: 'figures',
      about: `eight figures over twelve months, ${sizes.small} and ${sizes.large} facts; the busiest agency`,
      ratios: ratiosOf(rounds),
      judgements,
      rounds,
      agreements: [exact],
    }
  } finally {
    for (const one of filled) await one.close()
  }
}
