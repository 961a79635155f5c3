import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { connectEmc, type Emc, type EmcEndpoint } from '../connectors/emc/index.ts'
import { localDateOf } from '../kernel/dates.ts'
import { Problem } from '../kernel/problem.ts'
import { getDossierTruth } from '../modules/dossiers/index.ts'
import { findProvinceCode } from '../modules/territory/index.ts'
import { ownAddress } from './own-address.ts'
import type { Province } from './province.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** EMC_URL and EMC_TOKEN: both or, undefined, neither. Problem 'emc.settings-incomplete'. */
export function readEmcEndpoint(environment: Environment): EmcEndpoint | undefined {
  const [baseUrl, token] = [environment['EMC_URL']?.trim() ?? '', environment['EMC_TOKEN']?.trim() ?? '']
  if (baseUrl === '' && token === '') return undefined
  if (token === '' || !URL.canParse(baseUrl)) {
    throw new Problem('invalid', 'emc.settings-incomplete', { meta: { names: ['EMC_URL', 'EMC_TOKEN'] } })
  }
  return { baseUrl, token }
}

export interface EmcOptions {
  readonly province: Province
  readonly environment: Environment
  readonly app: FastifyInstance
  readonly report: (error: unknown) => void
}

/** The monitor of the environment; in a demonstration without one its stand-in; in a real province without one none: all waits. */
export function emcOf({ province, environment, app, report }: EmcOptions): Emc {
  const { database, clock, mode, content, dataDir } = province
  const provinceCode = findProvinceCode(content, 'agency', localDateOf(clock()))
  if (provinceCode === undefined) throw new Error(`${province.key} has no agency code in its content`)
  const standIn = { standInAt: () => ownAddress(app), keepIn: join(dataDir, 'demo', 'emc.jsonl') }
  return connectEmc({
    database,
    clock,
    settings: {
      provinceMode: mode,
      provinceCode,
      endpoint: readEmcEndpoint(environment) ?? (mode === 'demo' ? standIn : null),
    },
    truthOf: getDossierTruth,
    report,
  })
}
