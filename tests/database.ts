import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { openDatabase, schemaOf } from '../platform/db/index.ts'
import type { Connection, Database } from '../platform/db/index.ts'
import { TEMPLATE, TEST_PROVINCE } from './server.ts'

export interface TestDatabase {
  /** As the program: what the migrations granted, no more. */
  readonly database: Database
  /** As the owner of the tables. */
  readonly owner: Database
  readonly connection: {
    readonly app: Connection
    readonly owner: Connection
    readonly superuser: Connection
  }
  drop(): Promise<void>
}

async function asSuperuser(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('testServer') })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

/** A fresh copy of the migrated province `tinh_thu`, empty and all its own. */
export async function testDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  const schema = schemaOf(TEST_PROVINCE)
  await asSuperuser(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE} STRATEGY file_copy`)
  const connect = (user: string): Connection => {
    const url = new URL(inject('testServer'))
    url.username = user
    url.pathname = `/${name}`
    return { url: url.href, schema }
  }
  const connection = {
    app: connect(`${schema}_app`),
    owner: connect(`${schema}_owner`),
    superuser: connect('postgres'),
  }
  const database = openDatabase(connection.app)
  const owner = openDatabase({ ...connection.owner, max: 2 })
  return {
    database,
    owner,
    connection,
    async drop() {
      await Promise.all([database.close(), owner.close()])
      await asSuperuser(`DROP DATABASE ${name} WITH (FORCE)`)
    },
  }
}
