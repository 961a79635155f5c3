import { Problem } from '../../kernel/problem.ts'
import {
  beginSimulation,
  endSimulation,
  isAnySimulated,
  listBatches,
  type SimulationAsked,
} from '../../modules/dossiers/store/simulation.ts'
import { dossierSums } from '../../modules/dossiers/index.ts'
import { keepSums, setSumsAside } from '../../platform/cells/index.ts'
import { place, seal } from '../../platform/ledger/index.ts'
import type { Place } from './setting.ts'
import { planOf } from './plan.ts'
import { expectSameLife } from './resume.ts'
import { settingOf } from './setting.ts'
import { writeBatch } from './write.ts'

export interface SimulationReport extends SimulationAsked {
  /** Written by this run; the others were there before. */
  readonly written: number
  readonly wasFinished: boolean
  readonly seconds: number
}

export interface SimulateOptions {
  readonly progress?: (line: string) => void
  /** Asked between batches: true stops, and another run goes on from there. */
  readonly isStopped?: () => boolean
}

/**
 * Fills a demo province with so many dossiers that lived over the last months, by the decisions that real ones are made by. Stopped
 * at any moment, it goes on where it was; once finished, it changes nothing. Problems 'simulation.real-province',
 * 'simulation.nothing-to-bring', 'simulation.too-many-people', 'simulation.content-changed'.
 */
export async function simulate(
  province: Place,
  asked: SimulationAsked,
  { progress = () => undefined, isStopped = () => false }: SimulateOptions = {},
): Promise<SimulationReport> {
  const { database, clock, mode } = province
  if (mode !== 'demo') throw new Problem('forbidden', 'simulation.real-province')
  const began = Date.now()
  const seconds = () => Math.round((Date.now() - began) / 100) / 10
  const simulation = await beginSimulation(database, asked, clock())
  if (simulation.finishedAt !== null) return { ...asked, written: 0, wasFinished: true, seconds: seconds() }
  const setting = await settingOf(province, asked.seed, asked.months, simulation.until)
  const lanes = planOf(setting, asked.dossiers)
  const there = await listBatches(database, simulation)
  const again = lanes.flat().find(({ number }) => there.has(number))
  if (again !== undefined) await expectSameLife(database, simulation, setting, again)
  const done = lanes.flat().reduce((sum, { number, size }) => sum + (there.has(number) ? size : 0), 0)
  let written = 0
  const sealing = sealMeanwhile(province)
  const running = { isOn: true }
  const lane = async (batches: (typeof lanes)[number]) => {
    for (const batch of batches) {
      if (there.has(batch.number)) continue
      if (!running.isOn || isStopped()) return
      const isNew = await database.transact((tx) => writeBatch(tx, clock(), simulation, setting, batch))
      if (isNew) written += batch.size
      sealing.goOn()
      const rate = Math.round(written / Math.max(0.001, (Date.now() - began) / 1000))
      progress(`simulate: ${done + written} / ${asked.dossiers} dossiers, ${rate} a second`)
    }
  }
  await setSumsAside(database)
  try {
    await Promise.all(lanes.map(lane))
  } finally {
    running.isOn = false
    await sealing.settled()
  }
  if (!isStopped()) {
    progress('simulate: summing')
    await keepSums(database, clock, dossierSums)
    progress('simulate: sealing')
    await place(database)
    await seal(database, clock(), { maxAgeMs: 0 })
    await endSimulation(database, simulation, clock())
  }
  return { ...asked, written, wasFinished: false, seconds: seconds() }
}

/** Seals full blocks while others write, one run at a time; what fails here fails again when all is sealed at the end. */
function sealMeanwhile({ database, clock }: Place) {
  let running: Promise<void> | undefined
  return {
    goOn() {
      running ??= seal(database, clock())
        .then(
          () => undefined,
          () => undefined,
        )
        .finally(() => (running = undefined))
    },
    settled: async () => await running,
  }
}

/** The small life that a demo begins with, once; nothing in a province that has some. */
export async function beginDemo(
  province: Place,
  dossiers: number,
  progress: (line: string) => void,
): Promise<void> {
  if (province.mode !== 'demo' || dossiers === 0) return
  const begun = await isAnySimulated(province.database)
  if (begun) return
  const { written, seconds } = await simulate(province, { seed: 1, dossiers, months: 6 })
  progress(`${written} simulated dossiers in ${seconds} s`)
}
