import { Ajv2020 } from 'ajv/dist/2020.js'
import fastify from 'fastify'
import pg from 'pg'
import { Type } from 'typebox'
import { newId } from '../../kernel/ids.ts'
import { PartInput, type SubmitInput } from '../../modules/dossiers/contract.ts'
import { formats } from '../../platform/forms/index.ts'
import { answerParent } from '../child.ts'
import { allAtOnce } from './scratch.ts'

/** The second floor: Fastify, the same checks of the body, and whatever arrives meanwhile goes in one statement. */
export interface GroupedQuestion {
  readonly url: string
  readonly port: number
  readonly answersSchema: object
}

interface Waiting {
  readonly input: SubmitInput
  readonly resolve: (code: string) => void
  readonly reject: (error: unknown) => void
}

const LARGEST_GROUP = 128

/** One group under way at a time; those who come meanwhile are the next one. */
function groupedBy(pool: pg.Pool): (input: SubmitInput) => Promise<string> {
  const waiting: Waiting[] = []
  let underWay = false

  async function write(group: readonly Waiting[]): Promise<void> {
    const given = group.map(({ input: { procedure, agencyId, answers, parts } }, nth) => ({
      nth,
      id: newId(),
      event: newId(),
      procedure,
      agency: agencyId,
      answers,
      payload: { procedure },
      parts: parts.map((part) => ({ ...part, id: newId() })),
    }))
    const { rows } = await pool.query<{ id: string; code: string }>({
      name: 'all-at-once',
      text: allAtOnce,
      values: [JSON.stringify(given), new Date()],
    })
    const codes = new Map(rows.map(({ id, code }) => [id, code]))
    for (const [nth, { resolve }] of group.entries()) resolve(codes.get(given[nth]?.id ?? '') ?? '')
  }

  async function drain(): Promise<void> {
    underWay = true
    while (waiting.length > 0) {
      const group = waiting.splice(0, LARGEST_GROUP)
      await write(group).catch((error: unknown) => {
        for (const { reject } of group) reject(error)
      })
    }
    underWay = false
  }

  return (input) =>
    new Promise((resolve, reject) => {
      waiting.push({ input, resolve, reject })
      if (!underWay) setImmediate(() => !underWay && void drain())
    })
}

const opened: (() => Promise<void>)[] = []

async function start({ url, port, answersSchema }: GroupedQuestion): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, max: 2 })
  opened.push(() => pool.end())
  const submit = groupedBy(pool)
  const app = fastify({ forceCloseConnections: true })
  const ajv = new Ajv2020({ allErrors: true, strict: false })
  for (const [name, format] of Object.entries(formats)) ajv.addFormat(name, (text) => format.isValid(text))
  ajv.addFormat('uuid', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  app.setValidatorCompiler(({ schema }) => ajv.compile(schema as object))
  const body = Type.Object(
    {
      procedure: Type.String(),
      caseKey: Type.String(),
      agencyId: Type.String({ format: 'uuid' }),
      delivery: Type.String(),
      answers: Type.Unsafe(answersSchema),
      parts: Type.Array(PartInput, { maxItems: 100 }),
    },
    { additionalProperties: false },
  )
  const response = { 201: Type.Object({ code: Type.String() }) }
  app.post<{ Body: SubmitInput }>('/dossiers', { schema: { body, response } }, async (request, reply) => {
    reply.code(201)
    return { code: await submit(request.body) }
  })
  opened.push(() => app.close())
  await app.listen({ port, host: '127.0.0.1' })
}

answerParent(start, async () => {
  for (const close of opened.toReversed()) await close()
})
