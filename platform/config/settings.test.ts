import { expect, test } from 'vitest'
import { Problem } from '../../kernel/problem.ts'
import { readSettings } from './index.ts'

function problemOf(env: Record<string, string>): Problem {
  try {
    readSettings(env, '/house')
  } catch (error) {
    if (error instanceof Problem) return error
  }
  throw new Error('The settings were accepted')
}

test('with nothing set, one command on one port serves the first province with the embedded database', () => {
  expect(readSettings({}, '/house')).toEqual({
    port: 8080,
    host: 'localhost',
    dataDir: '/house/data',
    databaseUrl: undefined,
    databaseConnections: 10,
    databaseNaming: true,
    demoDossiers: 300,
    province: 'tay-ninh',
    provinceMode: undefined,
    publicUrl: 'http://localhost:8080',
    logLevel: 'info',
  })
})

test('what is set is taken, and an empty variable counts as absent', () => {
  const settings = readSettings(
    {
      PORT: '9000',
      HOST: '0.0.0.0',
      DATA_DIR: '/srv/data',
      DATABASE_URL: 'postgres://a:b@db:5432/x',
      DATABASE_NAMED_STATEMENTS: 'off',
      PROVINCE: ' ',
      PUBLIC_URL: 'https://dichvucong.example.vn/',
      LOG_LEVEL: '',
    },
    '/house',
  )
  expect(settings).toMatchObject({
    port: 9000,
    host: '0.0.0.0',
    dataDir: '/srv/data',
    databaseUrl: 'postgres://a:b@db:5432/x',
    databaseNaming: false,
    province: 'tay-ninh',
    publicUrl: 'https://dichvucong.example.vn',
    logLevel: 'info',
  })
})

test.each([
  ['PORT', 'eighty'],
  ['PORT', '65536'],
  ['PORT', '80.5'],
  ['PORT', '-1'],
  ['HOST', 'a host'],
  ['DATABASE_URL', 'mysql://x'],
  ['DATABASE_URL', 'tay-ninh'],
  ['DATABASE_CONNECTIONS', '1'],
  ['DATABASE_NAMED_STATEMENTS', 'no'],
  ['PROVINCE', 'Tây Ninh'],
  ['PROVINCE', 'tay_ninh'],
  ['PUBLIC_URL', 'dichvucong.example.vn'],
  ['PUBLIC_URL', 'https://example.vn/path'],
  ['PUBLIC_URL', 'ftp://example.vn'],
  ['LOG_LEVEL', 'loud'],
])('%s = %s is refused with one sentence that names the setting', (name, value) => {
  const { kind, code, fields, meta } = problemOf({ [name]: value })
  expect({ kind, code }).toEqual({ kind: 'invalid', code: 'config.invalid' })
  expect(fields).toEqual([{ path: `/${name}`, code: 'config.unfit' }])
  expect(meta['sentences']).toEqual([
    expect.stringMatching(new RegExp(`^The setting ${name} must be .+[.]$`)),
  ])
})

test('everything that is wrong is told at once, and no value is repeated', () => {
  const problem = problemOf({ PORT: 'x', DATABASE_URL: 'mysql://user:hunter2@db', LOG_LEVEL: 'x' })
  expect(problem.fields.map(({ path }) => path)).toEqual(['/PORT', '/DATABASE_URL', '/LOG_LEVEL'])
  expect(JSON.stringify(problem.meta)).not.toContain('hunter2')
})
