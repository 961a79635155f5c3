import type { Db } from '../../../platform/db/index.ts'

export interface SimulationAsked {
  readonly seed: number
  readonly dossiers: number
  readonly months: number
}

export interface Simulation extends SimulationAsked {
  /** The instant at which the simulated life stands still. */
  readonly until: Date
  readonly firstPerson: number
  readonly finishedAt: Date | null
}

/** The simulation as it was begun; begun now if it never was. */
export async function beginSimulation(
  db: Db,
  { seed, dossiers, months }: SimulationAsked,
  until: Date,
): Promise<Simulation> {
  await db.run(
    `INSERT INTO dossier_simulation (seed, dossiers, months, until, first_person)
     SELECT $1, $2, $3, $4, coalesce((SELECT max(first_person + dossiers) FROM dossier_simulation), 0)
     ON CONFLICT DO NOTHING`,
    [seed, dossiers, months, until],
  )
  return await db.one<Simulation>(
    `SELECT seed, dossiers, months, until, first_person AS "firstPerson", finished_at AS "finishedAt"
     FROM dossier_simulation WHERE seed = $1 AND dossiers = $2 AND months = $3`,
    [seed, dossiers, months],
  )
}

export async function isAnySimulated(db: Db): Promise<boolean> {
  return (await db.maybe('SELECT FROM dossier_simulation LIMIT 1')) !== undefined
}

/** The batches that are written. */
export async function listBatches(db: Db, { seed, dossiers, months }: SimulationAsked) {
  const rows = await db.rows<{ number: number }>(
    'SELECT number FROM dossier_simulation_batch WHERE seed = $1 AND dossiers = $2 AND months = $3',
    [seed, dossiers, months],
  )
  return new Set(rows.map(({ number }) => number))
}

/** False if the batch is written already, or another process writes it. */
export async function claimBatch(
  db: Db,
  { seed, dossiers, months }: SimulationAsked,
  number: number,
): Promise<boolean> {
  const claimed = await db.run(
    'INSERT INTO dossier_simulation_batch (seed, dossiers, months, number) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
    [seed, dossiers, months, number],
  )
  return claimed === 1
}

export async function endSimulation(
  db: Db,
  { seed, dossiers, months }: SimulationAsked,
  at: Date,
): Promise<void> {
  await db.run(
    `UPDATE dossier_simulation SET finished_at = $4
     WHERE seed = $1 AND dossiers = $2 AND months = $3 AND finished_at IS NULL`,
    [seed, dossiers, months, at],
  )
}
