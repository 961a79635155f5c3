import type { Step, Tracking } from '../../../modules/dossiers/contract.ts'
import type { Format } from '../../kit/format.ts'
import { wordOf } from '../../kit/derivation.tsx'
import type { TimelineItem } from '../../kit/timeline.tsx'
import type { Words } from '../../kit/words/words.ts'

/** A dossier's way as its applicant follows it: done, now, next. */
export function progressOf(tracking: Tracking, words: Words, format: Format): TimelineItem[] {
  return [
    ...beginning(tracking, words, format),
    ...tracking.steps.map((step) => itemOf(step, words, format)),
    ...ending(tracking, words, format),
  ]
}

function beginning(tracking: Tracking, words: Words, format: Format): TimelineItem[] {
  const say = words.tracking
  const items: TimelineItem[] = [
    { key: 'submitted', stage: 'done', title: say.submitted, when: format.moment(tracking.submittedAt) },
  ]
  if (tracking.refusedAt !== null) {
    items.push({
      key: 'refused',
      stage: 'stopped',
      title: say.refused,
      when: format.moment(tracking.refusedAt),
      detail:
        tracking.refusal === null
          ? undefined
          : [say.ground(tracking.refusal.ground), tracking.refusal.clause ?? ''].filter(Boolean).join(' · '),
    })
  }
  if (tracking.acceptedAt !== null) {
    items.push({
      key: 'accepted',
      stage: 'done',
      title: say.accepted,
      when: `${format.moment(tracking.acceptedAt)} · ${tracking.receivingAgencyName}`,
    })
  }
  if (tracking.state === 'submitted') {
    items.push({
      key: 'waiting',
      stage: 'now',
      title: say.waitAcceptance,
      when: tracking.receivingAgencyName,
      detail: words.dossier.dutyOf(words.dossier.roles.reception),
    })
  }
  return items
}

function itemOf(step: Step, words: Words, format: Format): TimelineItem {
  const say = words.dossier
  const isDone = step.closedAt !== null
  const when = [
    step.agencyName,
    step.openedAt === null ? null : say.since(format.moment(step.openedAt)),
    step.closedAt === null ? null : say.until(format.moment(step.closedAt)),
  ]
  const who = [
    step.officerName === null ? null : say.officer(step.officerName),
    step.officerName === null && step.role !== null ? say.dutyOf(wordOf(say.roles, step.role)) : null,
    !isDone && step.dueAt !== null ? say.dueFor(format.moment(step.dueAt)) : null,
    step.note,
  ]
  return {
    key: step.id,
    stage: isDone ? 'done' : step.openedAt === null ? 'next' : 'now',
    title: step.name,
    when: when.filter((text) => text !== null).join(' · '),
    detail: who.filter((text) => text !== null).join(' · '),
  }
}

function ending(tracking: Tracking, words: Words, format: Format): TimelineItem[] {
  const say = words.tracking
  const items: TimelineItem[] = []
  if (tracking.state === 'awaiting-supplement') {
    items.push({
      key: 'supplement',
      stage: 'waiting',
      title: say.supplementAsked,
      when:
        tracking.supplement === null
          ? undefined
          : words.dossier.since(format.moment(tracking.supplement.requestedAt)),
    })
  }
  if (tracking.finishedAt !== null) {
    items.push({
      key: 'result',
      stage: 'done',
      title: say.resultReady,
      when: format.moment(tracking.finishedAt),
    })
  }
  if (tracking.releasedAt !== null) {
    items.push({
      key: 'released',
      stage: 'done',
      title: say.releasedStep,
      when: format.moment(tracking.releasedAt),
    })
  } else if (tracking.finishedAt !== null) {
    items.push({ key: 'hand-over', stage: 'now', title: say.handOver, when: tracking.receivingAgencyName })
  } else if (tracking.refusedAt === null) {
    items.push({ key: 'awaited', stage: 'next', title: say.resultAwaited })
  }
  return items
}
