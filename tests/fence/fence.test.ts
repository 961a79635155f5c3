import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

/** A small house in which everything is where it belongs. */
const house: Readonly<Record<string, string>> = {
  'kernel/days.ts': `import { randomBytes } from 'node:crypto'\nexport const day = randomBytes`,
  'kernel/money.ts': `export { day } from './days.ts'`,
  'platform/db/index.ts': `export * from './pool.ts'`,
  'platform/db/pool.ts': `import pg from 'pg'\nimport { day } from '../../kernel/days.ts'\nexport const pool = [pg, day]`,
  'platform/http/index.ts': `export { pool as server } from '../db/index.ts'`,
  'platform/cells/index.ts': `export { day as cells } from '../../kernel/days.ts'`,
  'platform/forms/index.ts': `export type Form = string\nexport { day as form } from '../../kernel/days.ts'`,
  'modules/agencies/contract.ts': `import Type from 'typebox'\nexport const Agency = Type.String()`,
  'modules/agencies/index.ts': `export * from './contract.ts'`,
  'modules/dossiers/contract.ts': `import Type from 'typebox'\nexport const Dossier = Type.String()`,
  'modules/dossiers/domain.ts': `import { day } from '../../kernel/days.ts'\nimport { Dossier } from './contract.ts'\nexport const decide = [day, Dossier]`,
  'modules/dossiers/fact.ts': `import { cells } from '../../platform/cells/index.ts'\nimport { decide } from './domain.ts'\nexport const fact = [cells, decide]`,
  'modules/dossiers/access.ts': `import { decide } from './domain.ts'\nexport const mayRead = decide`,
  'modules/dossiers/store/lists.ts': `import type { Form } from '../../../platform/forms/index.ts'\nimport { pool } from '../../../platform/db/index.ts'\nimport { decide } from '../domain.ts'\nexport const list: readonly Form[] = [pool, decide]`,
  'modules/dossiers/service.ts': `import { Agency } from '../agencies/index.ts'\nimport { fact } from './fact.ts'\nimport { mayRead } from './access.ts'\nimport { list } from './store/lists.ts'\nexport const accept = [Agency, fact, mayRead, list]`,
  'modules/dossiers/http.ts': `import { server } from '../../platform/http/index.ts'\nimport { accept } from './service.ts'\nexport const routes = [server, accept]`,
  'modules/dossiers/followers.ts': `import { Indicator } from '../indicators/contract.ts'\nimport { accept } from './service.ts'\nexport const follow = [Indicator, accept]`,
  'modules/dossiers/index.ts': `export * from './http.ts'\nexport * from './followers.ts'`,
  'modules/indicators/contract.ts': `import Type from 'typebox'\nexport const Indicator = Type.String()`,
  'modules/indicators/index.ts': `export { routes } from '../dossiers/index.ts'`,
  'connectors/portal/index.ts': `import { routes } from '../../modules/dossiers/index.ts'\nexport const send = routes`,
  'connectors/mail/index.ts': `import { day } from '../../kernel/days.ts'\nexport const mail = day`,
  'web/kit/button.ts': `import { Dossier } from '../../modules/dossiers/contract.ts'\nexport const button = Dossier`,
  'web/citizen/home.ts': `import { button } from '../kit/button.ts'\nexport const home = button`,
  'web/workbench/list.ts': `import { button } from '../kit/button.ts'\nexport const list = button`,
  'main/server.ts': `import { routes } from '../modules/dossiers/http.ts'\nimport { send } from '../connectors/portal/index.ts'\nimport { home } from '../web/citizen/home.ts'\nexport const server = [routes, send, home]`,
  'tests/given.ts': `import { server } from '../main/server.ts'\nexport const given = server`,
}

interface Planted {
  readonly rule: string
  readonly file: string
  readonly imports: string
}

const ROOMS = [
  'territory',
  'agencies',
  'people',
  'calendars',
  'documents',
  'payments',
  'notices',
  'procedures',
]
ROOMS.push('dossiers', 'appointments', 'surveys', 'feedback', 'registries', 'sharing', 'duties', 'programme')
ROOMS.push('indicators')

const planted: readonly Planted[] = [
  { rule: 'kernel-imports-nothing', file: 'kernel/a.ts', imports: '../platform/forms/index.ts' },
  { rule: 'kernel-imports-nothing', file: 'kernel/b.ts', imports: 'node:fs' },
  { rule: 'kernel-imports-nothing', file: 'kernel/c.ts', imports: 'typebox' },
  {
    rule: 'platform-knows-no-government',
    file: 'platform/forms/a.ts',
    imports: '../../modules/agencies/index.ts',
  },
  { rule: 'platform-knows-no-government', file: 'platform/forms/b.ts', imports: '../../main/server.ts' },
  { rule: 'platform-parts-by-the-face', file: 'platform/http/a.ts', imports: '../db/pool.ts' },
  {
    rule: 'platform-by-the-face',
    file: 'modules/dossiers/service/a.ts',
    imports: '../../../platform/db/pool.ts',
  },
  { rule: 'rooms-are-known', file: 'modules/miscellaneous/a.ts', imports: '../../kernel/days.ts' },
  { rule: 'by-the-front-door', file: 'modules/indicators/a.ts', imports: '../dossiers/domain.ts' },
  {
    rule: 'rooms-know-no-outside',
    file: 'modules/indicators/b.ts',
    imports: '../../connectors/mail/index.ts',
  },
  { rule: 'contracts-are-shapes', file: 'modules/people/contract.ts', imports: '../../platform/db/index.ts' },
  { rule: 'contracts-are-shapes', file: 'modules/payments/contract.ts', imports: 'pg' },
  { rule: 'domain-is-pure', file: 'modules/people/domain.ts', imports: '../../platform/db/index.ts' },
  { rule: 'domain-is-pure', file: 'modules/calendars/domain.ts', imports: 'node:fs' },
  { rule: 'domain-is-pure', file: 'modules/payments/domain/fees.ts', imports: '../../agencies/contract.ts' },
  { rule: 'facts-are-pure', file: 'modules/people/fact.ts', imports: '../../platform/db/index.ts' },
  { rule: 'access-is-pure', file: 'modules/people/access.ts', imports: '../../platform/db/index.ts' },
  { rule: 'store-knows-only-sql', file: 'modules/people/store.ts', imports: '../agencies/index.ts' },
  { rule: 'store-knows-only-sql', file: 'modules/dossiers/store/a.ts', imports: '../service.ts' },
  {
    rule: 'store-knows-only-sql',
    file: 'modules/calendars/store.ts',
    imports: '../../platform/forms/index.ts',
  },
  { rule: 'store-knows-only-sql', file: 'modules/surveys/store.ts', imports: 'node:fs' },
  { rule: 'http-is-thin', file: 'modules/indicators/http.ts', imports: '../agencies/index.ts' },
  { rule: 'http-is-thin', file: 'modules/dossiers/http/a.ts', imports: '../store/lists.ts' },
  { rule: 'http-is-thin', file: 'modules/people/http.ts', imports: '../../platform/db/index.ts' },
  { rule: 'followers-follow', file: 'modules/indicators/followers.ts', imports: '../dossiers/index.ts' },
  { rule: 'nobody-imports-http', file: 'modules/dossiers/service/b.ts', imports: '../http.ts' },
  { rule: 'nobody-imports-followers', file: 'modules/dossiers/service/c.ts', imports: '../followers.ts' },
  {
    rule: 'connectors-use-the-front-door',
    file: 'connectors/mail/a.ts',
    imports: '../../modules/dossiers/service.ts',
  },
  { rule: 'connectors-stand-alone', file: 'connectors/mail/b.ts', imports: '../portal/index.ts' },
  {
    rule: 'screens-see-contracts-only',
    file: 'web/citizen/a.ts',
    imports: '../../modules/dossiers/index.ts',
  },
  { rule: 'screens-see-contracts-only', file: 'web/citizen/b.ts', imports: '../../platform/db/index.ts' },
  { rule: 'screens-share-by-the-kit', file: 'web/citizen/c.ts', imports: '../workbench/list.ts' },
  { rule: 'tests-stay-outside', file: 'main/a.ts', imports: '../tests/given.ts' },
  { rule: 'no-missing-files', file: 'main/b.ts', imports: './nowhere.ts' },
  { rule: 'no-development-packages', file: 'platform/http/b.ts', imports: 'fast-check' },
  ...ROOMS.slice(0, -1).map((room, place) => ({
    rule: 'rooms-in-order',
    file: `modules/${room}/back.ts`,
    imports: `../${ROOMS[place + 1]}/contract.ts`,
  })),
  { rule: 'rooms-in-order', file: 'modules/territory/far.ts', imports: '../indicators/index.ts' },
]

const written: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ROOMS.map((room) => [`modules/${room}/contract.ts`, `export const name = '${room}'`]),
  ),
  ...house,
  ...Object.fromEntries(
    planted.map(({ file, imports }) => [
      file,
      `import * as planted from '${imports}'\nexport const use = planted`,
    ]),
  ),
  'platform/forms/ring-a.ts': `import { b } from './ring-b.ts'\nexport const a = () => b`,
  'platform/forms/ring-b.ts': `import { a } from './ring-a.ts'\nexport const b = () => a`,
  'platform/forms/alone.ts': `export const nobody = 1`,
}

const folders: string[] = []
const found = new Map<string, Set<string>>()
const clean = new Map<string, Set<string>>()

async function cruise(files: Readonly<Record<string, string>>): Promise<Map<string, Set<string>>> {
  const folder = await mkdtemp(join(tmpdir(), 'ts-fence-'))
  folders.push(folder)
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  for (const name of ['package.json', '.dependency-cruiser.js'])
    await cp(join(root, name), join(folder, name))
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), text)
  }
  const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')
  const tops = [...new Set(Object.keys(files).map((file) => file.split('/')[0] ?? ''))]
  const args = ['--config', '.dependency-cruiser.js', '--preserve-symlinks', '--output-type', 'json', ...tops]
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...args], {
    cwd: folder,
    maxBuffer: 64 * 1024 * 1024,
  })
  const { summary } = JSON.parse(stdout) as {
    summary: { violations: readonly { from: string; rule: { name: string } }[] }
  }
  const violations = new Map<string, Set<string>>()
  for (const { from, rule } of summary.violations) {
    violations.set(from, (violations.get(from) ?? new Set()).add(rule.name))
  }
  return violations
}

beforeAll(async () => {
  for (const [file, rules] of await cruise(house)) clean.set(file, rules)
  for (const [file, rules] of await cruise(written)) found.set(file, rules)
})

afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))))

test('a house in which everything is where it belongs passes', () => {
  expect(clean).toEqual(new Map())
})

test.each(planted)('$rule: $file may not import $imports', ({ rule, file }) => {
  expect([...(found.get(file) ?? [])]).toEqual([rule])
})

test('no-cycles: two files that need each other are found', () => {
  expect([...(found.get('platform/forms/ring-a.ts') ?? [])]).toEqual(['no-cycles'])
})

test('no-orphans: a file that nobody imports is found', () => {
  expect([...(found.get('platform/forms/alone.ts') ?? [])]).toEqual(['no-orphans'])
})

test('what was right stays right among the violations', () => {
  expect(Object.keys(house).filter((file) => found.has(file))).toEqual([])
})

test('every rule of the fence has its planted violation', async () => {
  const fence = (await import(join(root, '.dependency-cruiser.js'))) as {
    default: { forbidden: readonly { name: string }[] }
  }
  const rules = new Set(fence.default.forbidden.map(({ name }) => name))
  expect(new Set([...found.values()].flatMap((names) => [...names]))).toEqual(rules)
})
