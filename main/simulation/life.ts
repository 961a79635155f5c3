import { localDateOf } from '../../kernel/dates.ts'
import { dossierEntries, type Channel } from '../../modules/dossiers/contract.ts'
import * as domain from '../../modules/dossiers/domain.ts'
import type { Supplement } from '../../modules/dossiers/domain.ts'
import { factOf } from '../../modules/dossiers/fact.ts'
import { entry } from '../../modules/dossiers/service/acting.ts'
import { papersTold, seenPapers } from '../../modules/dossiers/service/papers.ts'
import { rightAnswers, termOf } from '../../modules/dossiers/service/procedure.ts'
import { dossierCode } from '../../modules/dossiers/service/serials.ts'
import { openTaskOf, openedSteps, processStateOf, stepDueAnew } from '../../modules/dossiers/service/steps.ts'
import type { PlacedPart } from '../../modules/dossiers/store/parts.ts'
import type { DossierStep } from '../../modules/dossiers/store/steps.ts'
import type { WholeAccount } from '../../modules/payments/store.ts'
import type { Person } from '../../modules/people/index.ts'
import type { NewEntry } from '../../platform/ledger/index.ts'
import { complete, start } from '../../platform/process/index.ts'
import { answersTo } from './answers.ts'
import { chargedFor, finishedWith, paidFor, type Done, type KnownFrom, type Life } from './outcome.ts'
import { papersBrought } from './papers.ts'
import type { Random } from './random.ts'
import type { Brought, Office, Setting } from './setting.ts'

/** What is decided before a dossier's life begins: when it comes, and whose it is. */
export interface Arrival {
  readonly ordinal: number
  readonly at: Date
  readonly channel: Channel
  readonly brought: Brought
}

export interface Lived {
  readonly setting: Setting
  readonly office: Office
  readonly random: Random
  readonly nextId: () => string
  readonly sourceKeyOf: (ordinal: number) => string
}

const ONLINE_PAYERS = 0.76
const GROUNDS = [
  'Hồ sơ không thuộc thẩm quyền giải quyết của cơ quan',
  'Người nộp không thuộc đối tượng được giải quyết thủ tục này',
]
const MESSAGES = [
  'Giấy tờ chụp mờ, đề nghị nộp lại bản rõ hơn.',
  'Thông tin kê khai chưa khớp với giấy tờ kèm theo, đề nghị bổ sung.',
  'Thiếu giấy tờ theo thành phần hồ sơ, đề nghị bổ sung.',
]

/** One dossier from its arrival to its end, or to the instant at which the simulation stands still. */
export function live(
  { setting, office, random, nextId, sourceKeyOf }: Lived,
  { ordinal, at: arrivedAt, channel, brought }: Arrival,
  person: Person,
  earlier: readonly Life[],
  serial: number,
): Life {
  const { agency, officers, work, calendar } = office
  const { version, caseKey, ways } = brought
  const { declaration, process } = version
  const id = nextId()
  const day = localDateOf(arrivedAt)
  const told = { person, area: office.place, day, names: setting.names, random }
  const answers = rightAnswers(version, answersTo(version, told))
  const parts: PlacedPart[] = papersBrought(
    setting,
    brought,
    { id, channel, answers, at: arrivedAt },
    earlier,
    random,
    nextId,
  )
  const entries: NewEntry[] = []
  const supplements: Supplement[] = []
  const steps: DossierStep[] = []
  const known: KnownFrom[] = []
  let account: WholeAccount | null = null
  let result: Life['result'] = null
  const reception = { kind: 'officer', id: officers.reception } as const
  const applicant = { kind: 'person', id: person.id } as const
  const term = termOf(version, { caseKey, channel })
  let dossier = domain.simulated(
    domain.submit(
      {
        id,
        code: dossierCode(agency.code, arrivedAt, serial),
        procedureVersionId: version.id,
        caseKey,
        channel,
        applicantId: person.id,
        assurance: channel === 'online' ? 2 : null,
        receivingAgencyId: agency.id,
        competentAgencyId: agency.id,
        answers,
        delivery: channel === 'online' && random.chance(0.6) ? 'online' : 'counter',
        seen: domain.seenIn(seenPapers(parts), channel),
      },
      arrivedAt,
    ),
    sourceKeyOf(ordinal),
  )

  function note(): void {
    const fact = factOf(dossier, version)
    if (fact === null) return
    const on = localDateOf(lastAt)
    if (known.at(-1)?.day === on) known.pop()
    known.push({ day: on, fact })
  }

  const isOver = (at: Date) => at > setting.until
  let lastAt = arrivedAt
  const happen = (at: Date) => {
    lastAt = at
  }
  const life = (): Life => ({
    dossier,
    parts,
    steps: steps.map((step) => ({ ...step, dossierId: id })),
    supplements: supplements.map((one) => ({ ...one, dossierId: id })),
    result,
    account,
    entries,
    known,
  })

  entries.push(
    entry(dossierEntries.takenIn, dossier, arrivedAt, { kind: 'source', id: domain.SIMULATION }, null, {
      code: dossier.code,
      source: domain.SIMULATION,
      channel,
    }),
    entry(dossierEntries.submitted, dossier, arrivedAt, channel === 'online' ? applicant : reception, null, {
      code: dossier.code,
      procedure: version.code,
      case: caseKey,
      channel,
      ...(channel === 'online' ? { assurance: 2 } : { applicant: person.id }),
      parts: papersTold(parts),
      answers,
    }),
  )

  let at = work.later(arrivedAt, channel === 'counter' ? 1 + random.wait(6) : 10 + random.wait(110))
  if (isOver(at)) return life()

  if (random.chance(0.02)) {
    happen(at)
    const refusal = { ground: random.pick(GROUNDS), clause: null }
    dossier = domain.refuse(dossier, refusal, at)
    entries.push(entry(dossierEntries.refused, dossier, at, reception, null, refusal))
    return life()
  }
  const wantsMore = random.next()
  if (wantsMore < 0.05 && channel !== 'counter') {
    const answeredAt = askForMore(at, officers.reception)
    if (answeredAt === null) return life()
    at = work.later(answeredAt, 5 + random.wait(90))
    if (isOver(at)) return life()
  }

  // Acceptance, with the first task and the fees.
  happen(at)
  dossier = domain.accept(dossier, term, calendar, at)
  if (process === null) return life()
  const opened = start(process, at, nextId).opened
  steps.push(...openedSteps(opened, version, dossier, { term, calendar, supplements }, 0))
  entries.push(
    entry(dossierEntries.accepted, dossier, at, reception, term.clause, {
      dueAt: dossier.dueAt,
      dueBasis: dossier.dueBasis,
      derivation: dossier.derivation,
      opened: opened.map(({ id: task, node }) => ({ id: task, key: node })),
    }),
  )
  charge(at)
  note()
  if (account !== null && dossier.evidence.fees === 'due') {
    const isOnline = random.chance(ONLINE_PAYERS)
    const paidAt = isOnline
      ? new Date(at.getTime() + Math.floor(60_000 * (2 + random.wait(20))))
      : work.later(at, 2)
    if ((isOnline || channel === 'counter') && !isOver(paidAt)) pay(paidAt, isOnline)
    if (lastAt > at) at = lastAt
  }

  if (wantsMore >= 0.05 && wantsMore < 0.085 && (term.supplementRequests ?? 1) > 0) {
    const askedAt = work.later(at, 20 + random.wait(120))
    if (isOver(askedAt)) return life()
    const answeredAt = askForMore(askedAt, officers['case-officer'])
    if (answeredAt === null) return life()
    at = answeredAt
  }

  // The tasks, one after the other, until the process ends.
  const isDenied = random.chance(0.015)
  const end = isDenied ? 'denied' : 'granted'
  const way = ways.get(end) ?? [...ways.values()][0] ?? []
  const endsAt = endOf(at)
  const minutes = Math.max(1, work.minutesBetween(at, endsAt))
  for (const [index, outcome] of way.entries()) {
    const isLast = index === way.length - 1
    const doneAt = isLast ? endsAt : work.later(at, minutes * ((index + 0.7) / way.length))
    if (isOver(doneAt)) return life()
    happen(doneAt)
    const task = openTaskOf(steps)
    if (task === undefined) throw new Error(`dossier ${dossier.code} has no open task`)
    const officerId = officers[task.role === 'approver' ? 'approver' : 'case-officer']
    const by = { kind: 'officer', id: officerId } as const
    const stepped = complete(process, processStateOf(process, steps), task.id, { outcome }, doneAt, nextId)
    steps[steps.indexOf(task)] = { ...task, closedAt: doneAt, officerId, outcome }
    const done = { task: task.id, outcome, note: null }
    if (stepped.state.ended) finish(stepped.state.end ?? end, doneAt, officerId, done)
    else {
      dossier = domain.proceed(dossier)
      const next = openedSteps(
        stepped.opened,
        version,
        dossier,
        { term, calendar, supplements },
        steps.length,
      )
      steps.push(...next)
      entries.push(
        entry(dossierEntries.taskCompleted, dossier, doneAt, by, null, {
          ...done,
          opened: next.map(({ id: step, key }) => ({ id: step, key })),
        }),
      )
    }
  }
  note()
  if (account !== null && dossier.evidence.fees === 'due') {
    const paidAt = work.later(lastAt, 10 + random.wait(400))
    if (isOver(paidAt)) return life()
    pay(paidAt, false)
  }

  const isOnline = dossier.delivery === 'online' && dossier.evidence.electronicResult
  const releasedAt = isOnline
    ? new Date(lastAt.getTime() + 60_000 * random.whole(1, 30))
    : work.later(lastAt, 20 + random.wait(700))
  if (isOver(releasedAt)) return life()
  happen(releasedAt)
  const delivery = isOnline ? 'online' : 'counter'
  dossier = domain.release(dossier, delivery, releasedAt)
  entries.push(
    entry(dossierEntries.released, dossier, releasedAt, reception, null, {
      delivery,
      handedTo: isOnline ? null : person.name,
      consignment: null,
    }),
  )
  return life()

  /** Asks for a supplement and lets the applicant answer; null while no answer has come. */
  function askForMore(askedAt: Date, officerId: string): Date | null {
    happen(askedAt)
    const needed = parts[0]
    const path =
      needed === undefined ? `/answers/${Object.keys(answers)[0] ?? ''}` : `/parts/${needed.requirement}`
    const message = random.pick(MESSAGES)
    const wrong = [{ path, reason: message }]
    const asked = domain.requestSupplement(
      dossier,
      supplements,
      term,
      { id: nextId(), officerId, message, wrong },
      askedAt,
    )
    dossier = asked.dossier
    supplements.push(asked.supplement)
    const open = openTaskOf(steps)
    if (open !== undefined) steps[steps.indexOf(open)] = { ...open, dueAt: dossier.dueAt }
    entries.push(
      entry(
        dossierEntries.supplementRequested,
        dossier,
        askedAt,
        { kind: 'officer', id: officerId },
        declaration.supplement.basis,
        { supplement: asked.supplement.id, mode: asked.supplement.mode, message, wrong },
      ),
    )
    note()
    const answeredAt = work.later(askedAt, 60 + random.wait(900))
    if (isOver(answeredAt)) return null
    happen(answeredAt)
    const goesOn = domain.supplement(dossier, supplements, { answers: {} }, term, calendar, answeredAt)
    dossier = goesOn.dossier
    supplements[supplements.length - 1] = goesOn.answered
    const stillOpen = openTaskOf(steps)
    if (stillOpen !== undefined)
      steps[steps.indexOf(stillOpen)] = {
        ...stillOpen,
        dueAt: stepDueAnew(stillOpen, version, dossier, { term, calendar, supplements }),
      }
    const newer: PlacedPart[] = []
    if (needed !== undefined) {
      parts[0] = { ...needed, replacedAt: answeredAt }
      newer.push({
        ...needed,
        id: nextId(),
        addedAt: answeredAt,
        file: needed.file ?? random.pick(setting.files),
        replacedAt: null,
      })
      parts.push(...newer)
    }
    const standing = parts.filter(({ replacedAt }) => (replacedAt ?? null) === null)
    dossier = domain.observe(dossier, domain.seenIn(seenPapers(standing), channel))
    entries.push(
      entry(
        dossierEntries.supplemented,
        dossier,
        answeredAt,
        channel === 'online' ? applicant : reception,
        term.clause,
        {
          supplement: goesOn.answered.id,
          dueAt: dossier.dueAt,
          derivation: dossier.derivation,
          parts: papersTold(newer),
          answers: {},
        },
      ),
    )
    note()
    return answeredAt
  }

  function charge(chargedAt: Date): void {
    const charged = chargedFor(dossier, version, chargedAt, reception)
    if (charged === null) return
    ;({ dossier, account } = charged)
    entries.push(charged.entry)
  }

  function pay(paidAt: Date, isOnline: boolean): void {
    if (account === null) return
    happen(paidAt)
    const number = `MP-${sourceKeyOf(ordinal)}`
    const paid = paidFor(dossier, account, { at: paidAt, number, isOnline, reception, applicant }, nextId)
    ;({ dossier, account } = paid)
    entries.push(...paid.entries)
    note()
  }

  /** When the process will end: mostly well before it is due, at some offices too late. */
  function endOf(from: Date): Date {
    const { dueAt } = dossier
    if (dueAt === null) return work.later(from, 120 + random.wait(900))
    if (random.chance(office.lateness)) return work.later(dueAt < from ? from : dueAt, 30 + random.wait(700))
    const left = work.minutesBetween(from, dueAt)
    const share = 0.15 + 0.8 * Math.sqrt(random.next())
    return work.later(from, Math.max(1, left * share - 1))
  }

  function finish(reachedEnd: string, finishedAt: Date, officerId: string, done: Done): void {
    const number = `${ordinal + 1}/${finishedAt.getUTCFullYear()}/MP`
    const file = random.chance(0.97) ? (setting.files.at(-1) ?? null) : null
    const ended = finishedWith(
      dossier,
      version,
      { end: reachedEnd, at: finishedAt, officerId, number, file },
      done,
    )
    ;({ dossier, result } = ended)
    entries.push(...ended.entries)
  }
}
