import { afterEach, beforeEach, expect } from 'vitest'
import { testDatabase } from '../../tests/database.ts'
import type { TestDatabase } from '../../tests/database.ts'
import type { Database } from '../db/index.ts'
import { messagesOf, post, quarantine, send } from './index.ts'
import type { MessageState, NewMessage, Sender, SendOptions, Target } from './index.ts'
import { StandIn } from './stand-in.fixture.ts'

const reasons = [{ path: '/applicant', code: 'test.unknown-applicant' }]

/** An empty outbox, a stand-in to tell, and a clock that stands still until it is moved; all fresh for each test. */
export class World {
  readonly clock = () => this.now
  now = new Date('2026-07-01T02:00:00Z')
  readonly #there: TestDatabase
  readonly #senders: Sender[] = []
  #standIn: StandIn | undefined
  #position = 0

  constructor(there: TestDatabase) {
    this.#there = there
  }

  get database(): Database {
    return this.#there.database
  }

  get standIn(): StandIn {
    if (this.#standIn === undefined) throw new Error('There is no other side yet')
    return this.#standIn
  }

  pass(ms: number): void {
    this.now = new Date(this.now.getTime() + ms)
  }

  async otherSide(byKey = true): Promise<StandIn> {
    this.#standIn = new StandIn(byKey)
    await this.#standIn.start()
    return this.#standIn
  }

  sending(target: Target, options: Partial<SendOptions> = {}): Sender {
    const report = (error: unknown) => expect(error).toBeUndefined()
    const sender = send(this.database, this.clock, target, {
      report,
      everyMs: 5,
      timeoutMs: 5000,
      ...options,
    })
    this.#senders.push(sender)
    sender.start()
    return sender
  }

  message(caseId: string, kind: string): NewMessage {
    this.#position += 1
    return { target: 'stand-in', caseId, kind, position: this.#position, body: { note: 'Đã tiếp nhận' } }
  }

  posted(caseId: string, ...kinds: readonly string[]): Promise<readonly string[]> {
    return this.database.transact(async (tx) => {
      const ids: string[] = []
      for (const kind of kinds) ids.push(await post(tx, this.now, this.message(caseId, kind)))
      return ids
    })
  }

  held(caseId: string, kind: string): Promise<string> {
    const { target, position } = this.message(caseId, kind)
    return this.database.transact((tx) =>
      quarantine(tx, this.now, { target, caseId, kind, position, reasons }),
    )
  }

  /** What came of a case at the other side, in order. */
  kindsOf(caseId: string): readonly string[] {
    return this.standIn.effects.filter((one) => one.caseId === caseId).map(({ kind }) => kind)
  }

  async statesOf(caseId: string): Promise<readonly MessageState[]> {
    return (await messagesOf(this.database, caseId)).map(({ state }) => state)
  }

  async end(): Promise<void> {
    await Promise.all(this.#senders.map((sender) => sender.stop()))
    await this.#standIn?.stop()
    await this.#there.drop()
  }
}

/** A new world before each test of a file. */
export function eachInItsWorld(): () => World {
  let world: World | undefined
  beforeEach(async () => {
    world = new World(await testDatabase())
  })
  afterEach(() => world?.end())
  return () => {
    if (world === undefined) throw new Error('Only within a test')
    return world
  }
}
