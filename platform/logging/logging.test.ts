import { expect, test } from 'vitest'
import { Problem } from '../../kernel/problem.ts'
import { createLogger } from './index.ts'

function written(log: (logger: ReturnType<typeof createLogger>) => void, level = 'info') {
  const lines: string[] = []
  log(createLogger({ level, destination: { write: (line: string) => lines.push(line) } }))
  return lines
}

const lineOf = (log: (logger: ReturnType<typeof createLogger>) => void) => JSON.parse(written(log)[0] ?? '')

test('a line is JSON with its time, level and words', () => {
  const line = lineOf((logger) => logger.info({ caseId: 'c1' }, 'received'))
  expect(line).toMatchObject({ level: 30, caseId: 'c1', msg: 'received' })
  expect(Date.parse(line.time)).toBeGreaterThan(0)
})

test('below its level nothing is written', () => {
  expect(written((logger) => logger.info('x'), 'warn')).toEqual([])
})

test.each([
  [{ password: 'hunter2' }],
  [{ person: { fullName: 'hunter2' } }],
  [{ a: { b: { citizenNumber: 'hunter2' } } }],
  [{ a: { b: { c: { token: 'hunter2' } } } }],
  [{ headers: { cookie: 'hunter2', 'set-cookie': 'hunter2', authorization: 'hunter2' } }],
  [{ request: { headers: { 'x-api-key': 'hunter2' } } }],
  [{ answers: { name: 'hunter2' } }],
  [{ people: [{ phone: 'hunter2' }] }],
])('secrets and people are not written: %j', (value) => {
  const [line] = written((logger) => logger.info(value, 'x'))
  expect(line).toContain('[not written]')
  expect(line).not.toContain('hunter2')
})

test('what a logger is bound to is no place for secrets either', () => {
  const [line] = written((logger) =>
    logger
      .child({ requestId: 'r1', token: 'hunter2' })
      .child({ person: { email: 'hunter2' } })
      .info('x'),
  )
  expect(line).toContain('"requestId":"r1"')
  expect(line).not.toContain('hunter2')
})

test('what knows how to write itself does so', () => {
  const value = {
    at: new Date('2026-11-23T02:00:00Z'),
    url: new URL('http://localhost/x'),
    list: [1, 'a', null],
  }
  const { at, url, list } = lineOf((logger) => logger.info({ value }, 'x')).value
  expect([at, url, list]).toEqual(['2026-11-23T02:00:00.000Z', 'http://localhost/x', [1, 'a', null]])
})

test('a request shows its path and hides its query', () => {
  const line = lineOf((logger) =>
    logger.info({ req: { id: 'r1', method: 'GET', url: '/x?token=hunter2' } }, 'x'),
  )
  expect(line.req).toEqual({ id: 'r1', method: 'GET', path: '/x' })
})

test('an error is written with its causes, without the values that a database quotes', () => {
  const cause = Object.assign(new Error('duplicate key value violates unique constraint "person_key"'), {
    code: '23505',
    constraint: 'person_key',
    detail: 'Key (number)=(079012345678) already exists.',
  })
  const line = lineOf((logger) =>
    logger.error({ err: new Problem('conflict', 'people.known', { cause }) }, 'x'),
  )
  expect(line.err).toMatchObject({
    type: 'Problem',
    code: 'people.known',
    cause: { code: '23505', constraint: 'person_key' },
  })
  expect(JSON.stringify(line)).not.toContain('079012345678')

  const unreadable = Object.assign(new Error('invalid input syntax for type uuid: "079012345678"'), {
    code: '22P02',
  })
  const [text] = written((logger) => logger.error({ err: unreadable }, 'x'))
  expect(text).toContain('invalid input syntax for type uuid')
  expect(text).not.toContain('079012345678')
})
