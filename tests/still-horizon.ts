import pg from 'pg'
import { afterAll, beforeAll, inject } from 'vitest'

/** Keeps a transaction open in another database all through a test file: the snapshot horizon of the whole server stands still. */
export function standHorizonStill(): void {
  const elsewhere = { client: undefined as pg.Client | undefined }
  beforeAll(async () => {
    elsewhere.client = new pg.Client({ connectionString: inject('testServer') })
    await elsewhere.client.connect()
    await elsewhere.client.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
    await elsewhere.client.query('SELECT pg_current_xact_id()')
  })
  afterAll(() => elsewhere.client?.end())
}
