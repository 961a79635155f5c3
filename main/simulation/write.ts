import { localDateOf, type LocalDate } from '../../kernel/dates.ts'
import { countsOf } from '../../modules/dossiers/fact.ts'
import { insertDossiers } from '../../modules/dossiers/store/dossier.ts'
import {
  insertFacts,
  insertResults,
  insertSupplements,
  leaseSerialsOf,
  type KnownFact,
} from '../../modules/dossiers/store/history.ts'
import { insertParts } from '../../modules/dossiers/store/parts.ts'
import { claimBatch, type Simulation } from '../../modules/dossiers/store/simulation.ts'
import { insertStepsOf } from '../../modules/dossiers/store/steps.ts'
import { insertWholeAccounts } from '../../modules/payments/store.ts'
import type { Person } from '../../modules/people/index.ts'
import { insertPersons } from '../../modules/people/store/people.ts'
import {
  countHistory,
  CountHistory,
  holdDays,
  listCountedDefinitions,
  type Count,
} from '../../platform/cells/index.ts'
import type { Tx } from '../../platform/db/index.ts'
import { recordNewCases } from '../../platform/ledger/index.ts'
import { live, type Arrival } from './life.ts'
import type { Life } from './outcome.ts'
import { identityOf, nameOf } from './people.ts'
import { arrivalsOf, type Batch, type Unit } from './plan.ts'
import { idsOf, type Random } from './random.ts'
import type { Setting } from './setting.ts'

/** Of those who come, so many were here before. */
const COME_AGAIN = 0.74

/** Lives and writes one batch in one transaction: a declared bulk act. False if it was written before. */
export async function writeBatch(
  tx: Tx,
  at: Date,
  simulation: Simulation,
  setting: Setting,
  batch: Batch,
): Promise<boolean> {
  // What a crash of the machine loses of it, the claim included, the next run writes again.
  void tx.run('SET LOCAL synchronous_commit = off')
  const claimed = claimBatch(tx, simulation, batch.number)
  const coming = comingOf(simulation, setting, batch)
  if (!(await claimed)) return false
  const [firstOf, open, definitions] = await Promise.all([
    leaseSerialsOf(tx, serialsFor(coming)),
    holdDays(tx, setting.from, localDateOf(at)),
    listCountedDefinitions(tx),
  ])
  const given = new Map<string, number>()
  const serialOf = (agencyId: string, day: LocalDate) => {
    const key = `${agencyId} ${day}`
    const nth = given.get(key) ?? 0
    given.set(key, nth + 1)
    return firstOf(agencyId, day) + nth
  }
  const lived = coming.map((one) => liveUnit(simulation, setting, one, serialOf))
  const persons = lived.flatMap((unit) => unit.persons)
  const lives = lived.flatMap((unit) => unit.lives)
  const history = new CountHistory()
  const facts: KnownFact[] = []
  const counted = lives.map(({ dossier, known }) => {
    let counts: readonly Count[] = []
    const days = knownDays(known, open)
    for (const [index, { day, fact }] of days.entries()) {
      const after = countsOf(fact)
      history.change(day, counts, after)
      counts = after
      facts.push({ dossierId: dossier.id, recordedOn: day, replacedOn: days[index + 1]?.day ?? null, fact })
    }
    return { dossier, counted: counts }
  })
  await Promise.all([
    insertPersons(tx, at, persons),
    insertDossiers(tx, counted),
    insertParts(
      tx,
      lives.flatMap(({ parts }) => parts),
      at,
    ),
    insertStepsOf(
      tx,
      lives.flatMap(({ steps }) => steps),
    ),
    insertSupplements(
      tx,
      lives.flatMap(({ supplements }) => supplements),
    ),
    insertResults(
      tx,
      lives.flatMap(({ result }) => result ?? []),
    ),
    insertWholeAccounts(
      tx,
      lives.flatMap(({ account }) => account ?? []),
      at,
    ),
    insertFacts(tx, facts),
    countHistory(tx, history, definitions),
    recordNewCases(
      tx,
      at,
      lives.map(({ dossier, entries }) => ({ caseId: dossier.id, entries })),
    ),
  ])
  return true
}

/** What a batch's dossiers would be if they were lived today, whatever their serials. */
export function livesOf(simulation: Simulation, setting: Setting, batch: Batch): readonly Life[] {
  return comingOf(simulation, setting, batch).flatMap(
    (one) => liveUnit(simulation, setting, one, () => 1).lives,
  )
}

interface Coming {
  readonly unit: Unit
  readonly arrivals: readonly Arrival[]
  readonly random: Random
}

function comingOf({ seed }: Simulation, setting: Setting, { units }: Batch): readonly Coming[] {
  return units.map((unit) => ({ unit, ...arrivalsOf(setting, seed, unit) }))
}

function serialsFor(coming: readonly Coming[]) {
  const sizes = new Map<string, { agencyId: string; day: LocalDate; size: number }>()
  for (const { unit, arrivals } of coming) {
    for (const { at } of arrivals) {
      const [agencyId, day] = [unit.office.agency.id, localDateOf(at)]
      const key = `${agencyId} ${day}`
      const known = sizes.get(key)
      if (known === undefined) sizes.set(key, { agencyId, day, size: 1 })
      else known.size += 1
    }
  }
  return [...sizes.values()]
}

/** A day that is closed takes nothing more: what was known on it is known from the first open day on. */
function knownDays(known: Life['known'], open: LocalDate | undefined): Life['known'] {
  const days: { day: LocalDate; fact: Life['known'][number]['fact'] }[] = []
  for (const { day, fact } of known) {
    const on = open !== undefined && day < open ? open : day
    if (days.at(-1)?.day === on) days.pop()
    days.push({ day: on, fact })
  }
  return days
}

function liveUnit(
  { seed, dossiers, months, until, firstPerson }: Simulation,
  setting: Setting,
  { unit, arrivals, random }: Coming,
  serialOf: (agencyId: string, day: LocalDate) => number,
): { readonly persons: readonly Person[]; readonly lives: readonly Life[] } {
  const { office, firstOrdinal } = unit
  const nextId = idsOf(random, new Date(until.getTime() + unit.number))
  const people: { readonly person: Person; readonly lives: Life[] }[] = []
  const lives = arrivals.map((arrival) => {
    const isKnown = people.length > 0 && random.chance(COME_AGAIN)
    const applicant = isKnown ? random.pick(people) : { person: newcomer(), lives: [] }
    if (!isKnown) people.push(applicant)
    const life = live(
      {
        setting,
        office,
        random,
        nextId,
        sourceKeyOf: (ordinal) => `${seed}-${dossiers}-${months}-${ordinal + 1}`,
      },
      arrival,
      applicant.person,
      applicant.lives,
      serialOf(office.agency.id, localDateOf(arrival.at)),
    )
    applicant.lives.push(life)
    return life
  })
  return { persons: people.map(({ person }) => person), lives }

  function newcomer(): Person {
    const { nationalId, birthOn, sex } = identityOf(firstPerson + firstOrdinal + people.length)
    const name = nameOf(setting.names, sex, random)
    return { id: nextId(), kind: 'citizen', nationalId, name, birthOn, phone: null, email: null }
  }
}
