import { live, offices, type Office, type Stage } from '../dossier-lives.ts'
import type { ServedProvince } from '../served-province.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

const applicants = [
  'nguyen-van-an',
  'cong-tang-ton-nu-hoang-diem-quynh',
  'tran-thi-ngoc-bich',
  'huynh-ngo-thi-kim-phuong',
]

/** Hours after the submission at which each step is taken; a birth is due one working day after its acceptance. */
const prompt: Readonly<Record<Stage, number>> = {
  submitted: 0,
  accepted: 1,
  refused: 2,
  asked: 3,
  proposed: 4,
  finished: 6,
  released: 7,
}
const slow = { ...prompt, proposed: 96, finished: 98, released: 99 }

/** Three months of work at four offices, most of it in time; the clock stands at `until` then. */
export async function givePast(served: ServedProvince, until: string): Promise<void> {
  const all = Object.keys(offices) as Office[]
  const lives = Array.from({ length: 16 }, (_, index) => ({
    at: Date.parse('2026-09-07T01:00:00Z') + index * 5 * DAY,
    hours: index % 4 === 3 ? slow : prompt,
    stage: stageOf(index),
    office: all[index % all.length],
    applicant: applicants[(index * 3) % applicants.length],
  }))
  for (const { at, hours, stage, office, applicant } of lives) {
    if (office === undefined || applicant === undefined) continue
    await live(served.province.dossiers, office, stage, {
      applicant,
      before: (step) => served.at(new Date(at + hours[step] * HOUR)),
    })
  }
  served.at(until)
}

const stageOf = (index: number): Stage =>
  index < 12 ? 'released' : index === 13 ? 'asked' : index === 14 ? 'accepted' : 'proposed'
