import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import {
  connectPaymentPlatform,
  type Order,
  type PaymentPlatform,
  type PlatformEndpoint,
} from '../connectors/payment-platform/index.ts'
import { Problem } from '../kernel/problem.ts'
import { confirmPayment, failPayment, getDossierTruth } from '../modules/dossiers/index.ts'
import { accountOf, findIntent } from '../modules/payments/index.ts'
import type { Db } from '../platform/db/index.ts'
import { ownAddress } from './own-address.ts'
import type { Province } from './province.ts'

type Environment = Readonly<Record<string, string | undefined>>

const ENDPOINT = [
  'URL',
  'INIT_PATH',
  'QUERY_PATH',
  'STATEMENT_PATH',
  'PARTNER',
  'SECRET',
  'ACCOUNT',
  'BANK',
  'ACCOUNT_NAME',
] as const

/** PAYMENT_PLATFORM_URL, …_INIT_PATH, … (see `ENDPOINT`): all of them or, undefined, none. */
export function readPlatformEndpoint(environment: Environment): PlatformEndpoint | undefined {
  const read = (name: (typeof ENDPOINT)[number]) => environment[`PAYMENT_PLATFORM_${name}`]?.trim() ?? ''
  const values = ENDPOINT.map(read)
  if (values.every((value) => value === '')) return undefined
  if (values.some((value) => value === '') || !URL.canParse(read('URL'))) {
    throw new Problem('invalid', 'payment-platform.settings-incomplete', {
      meta: { names: ENDPOINT.map((name) => `PAYMENT_PLATFORM_${name}`) },
    })
  }
  return {
    baseUrl: read('URL'),
    initPath: read('INIT_PATH'),
    queryPath: read('QUERY_PATH'),
    statementPath: read('STATEMENT_PATH'),
    partner: { code: read('PARTNER'), secret: read('SECRET') },
    beneficiary: { account: read('ACCOUNT'), bank: read('BANK'), name: read('ACCOUNT_NAME') },
  }
}

export interface PlatformOptions {
  readonly province: Province
  readonly publicUrl: URL
  readonly environment: Environment
  readonly app: FastifyInstance
  readonly report: (error: unknown) => void
}

/** The payment platform of the environment; in a demonstration without one its stand-in; in a real province without one none. */
export function paymentPlatformOf(options: PlatformOptions): PaymentPlatform {
  const { province, publicUrl, environment, app, report } = options
  const { database, clock, mode, dataDir } = province
  const standIn = {
    standInAt: () => ownAddress(app),
    keepIn: join(dataDir, 'demo', 'payment-platform.jsonl'),
  }
  return connectPaymentPlatform({
    database,
    clock,
    report,
    settings: {
      provinceMode: mode,
      endpoint: readPlatformEndpoint(environment) ?? (mode === 'demo' ? standIn : null),
      publicUrl: publicUrl.href,
    },
    orderOf: (reference) => orderOf(database, reference),
    confirm: (confirmation) => confirmPayment(province.dossiers, confirmation),
    fail: (failure) => failPayment(province.dossiers, failure),
  })
}

/** What is to be paid under a reference, from the payment and its dossier. */
async function orderOf(db: Db, reference: string): Promise<Order | undefined> {
  const intent = await findIntent(db, reference)
  if (intent === undefined) return undefined
  const [account, dossier] = await Promise.all([
    accountOf(db, intent.caseId),
    getDossierTruth(db, intent.caseId),
  ])
  const { applicant, competentAgency, procedure } = dossier
  return {
    reference,
    amount: intent.amount,
    isOpen: intent.state === 'open',
    caseId: intent.caseId,
    caseCode: dossier.code,
    procedure,
    agency: competentAgency,
    payer:
      applicant === null
        ? null
        : { personId: applicant.id, name: applicant.name, nationalId: applicant.nationalId },
    lines: (account?.lines ?? []).map(({ key, kind, name, amount, exemption }) => ({
      key,
      kind,
      name,
      amount: amount - (exemption?.amount ?? 0),
    })),
    returnTo: `/ho-so/${dossier.code}`,
  }
}
