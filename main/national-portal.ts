import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { PortalEndpoint } from '../connectors/national-portal/index.ts'
import { Problem } from '../kernel/problem.ts'

type Environment = Readonly<Record<string, string | undefined>>

const ENDPOINT = ['URL', 'LOGIN_PATH', 'INTEGRATION_PATH', 'SHARE_PATH', 'USERNAME', 'PASSWORD'] as const

/** NATIONAL_PORTAL_URL, …_LOGIN_PATH, …_INTEGRATION_PATH, …_SHARE_PATH, …_USERNAME, …_PASSWORD: all of them or, undefined, none. */
export function readPortalEndpoint(environment: Environment): PortalEndpoint | undefined {
  const values = ENDPOINT.map((name) => environment[`NATIONAL_PORTAL_${name}`]?.trim() ?? '')
  const [baseUrl = '', loginPath = '', integrationPath = '', sharePath = '', username = '', password = ''] =
    values
  if (values.every((value) => value === '')) return undefined
  if (values.some((value) => value === '') || !URL.canParse(baseUrl)) {
    throw new Problem('invalid', 'national-portal.settings-incomplete', {
      meta: { names: ENDPOINT.map((name) => `NATIONAL_PORTAL_${name}`) },
    })
  }
  return { baseUrl, loginPath, integrationPath, sharePath, username, password }
}

const LINK_SECRET_BYTES = 32

/**
 * What the links to files are signed with: LINK_SECRET (base64) of the environment, the same for every process. A demo
 * without one makes its own, once, in the data folder. Problem 'national-portal.link-secret-missing' in a real province.
 */
export async function linkSecret(
  environment: Environment,
  mode: 'demo' | 'real',
  dataDir: string,
): Promise<Uint8Array> {
  const given = environment['LINK_SECRET']?.trim()
  if (given !== undefined && given !== '') return Buffer.from(given, 'base64')
  if (mode === 'real') throw new Problem('invalid', 'national-portal.link-secret-missing')
  const file = join(dataDir, 'demo', 'link-secret')
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  // Of two processes that start at once, the second finds the first's.
  await writeFile(file, randomBytes(LINK_SECRET_BYTES), { flag: 'wx', mode: 0o600 }).catch(
    (error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    },
  )
  return readFile(file)
}
