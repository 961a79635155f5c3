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

const ROOMS = (
  'territory agencies people calendars documents payments notices procedures dossiers appointments surveys ' +
  'feedback registries sharing duties programme indicators'
).split(' ')

/** By rule: files with the import that breaks it. */
const broken: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'kernel-imports-nothing': {
    'kernel/a.ts': '../platform/forms/index.ts',
    'kernel/b.ts': 'node:fs',
    'kernel/c.ts': 'typebox',
  },
  'platform-knows-no-government': {
    'platform/forms/a.ts': '../../modules/agencies/index.ts',
    'platform/forms/b.ts': '../../main/server.ts',
  },
  'platform-parts-by-the-face': {
    'platform/http/a.ts': '../db/pool.ts',
  },
  'platform-by-the-face': {
    'modules/dossiers/service/a.ts': '../../../platform/db/pool.ts',
  },
  'rooms-are-known': {
    'modules/miscellaneous/a.ts': '../../kernel/days.ts',
  },
  'by-the-front-door': {
    'modules/indicators/a.ts': '../dossiers/domain.ts',
  },
  'rooms-know-no-outside': {
    'modules/indicators/b.ts': '../../connectors/mail/index.ts',
  },
  'contracts-are-shapes': {
    'modules/people/contract.ts': '../../platform/db/index.ts',
    'modules/payments/contract.ts': 'pg',
  },
  'domain-is-pure': {
    'modules/people/domain.ts': '../../platform/db/index.ts',
    'modules/calendars/domain.ts': 'node:fs',
    'modules/payments/domain/fees.ts': '../../agencies/contract.ts',
  },
  'facts-are-pure': {
    'modules/people/fact.ts': '../../platform/db/index.ts',
  },
  'access-is-pure': {
    'modules/people/access.ts': '../../platform/db/index.ts',
  },
  'store-knows-only-sql': {
    'modules/people/store.ts': '../agencies/index.ts',
    'modules/dossiers/store/a.ts': '../service.ts',
    'modules/calendars/store.ts': '../../platform/forms/index.ts',
    'modules/surveys/store.ts': 'node:fs',
  },
  'http-is-thin': {
    'modules/indicators/http.ts': '../agencies/index.ts',
    'modules/dossiers/http/a.ts': '../store/lists.ts',
    'modules/people/http.ts': '../../platform/db/index.ts',
  },
  'followers-follow': {
    'modules/indicators/followers.ts': '../dossiers/index.ts',
  },
  'nobody-imports-http': {
    'modules/dossiers/service/b.ts': '../http.ts',
  },
  'nobody-imports-followers': {
    'modules/dossiers/service/c.ts': '../followers.ts',
  },
  'connectors-use-the-front-door': {
    'connectors/mail/a.ts': '../../modules/dossiers/service.ts',
  },
  'connectors-stand-alone': {
    'connectors/mail/b.ts': '../portal/index.ts',
  },
  'screens-see-contracts-only': {
    'web/citizen/a.ts': '../../modules/dossiers/index.ts',
    'web/citizen/b.ts': '../../platform/db/index.ts',
  },
  'screens-share-by-the-kit': {
    'web/citizen/c.ts': '../workbench/list.ts',
  },
  'tests-stay-outside': {
    'main/a.ts': '../tests/given.ts',
  },
  'no-missing-files': {
    'main/b.ts': './nowhere.ts',
  },
  'no-development-packages': {
    'platform/http/b.ts': 'fast-check',
  },
}

const planted: readonly Planted[] = [
  ...Object.entries(broken).flatMap(([rule, files]) =>
    Object.entries(files).map(([file, imports]) => ({ rule, file, imports })),
  ),
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
