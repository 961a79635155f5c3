import { localDateOf } from '../../kernel/dates.ts'
import type { PublicAgency } from '../../modules/agencies/contract.ts'
import { readDemoPeople } from '../../modules/people/index.ts'
import type { FormDefinition } from '../../platform/forms/index.ts'
import { CookieBrowser } from '../../tests/cookie-browser.ts'
import type { Sender } from '../load/load.ts'
import { procedure, submitInput } from './body.ts'

/** The smallest PDF that is one. */
const paper =
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n' +
  'xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n' +
  'trailer<</Size 3/Root 1 0 R>>\nstartxref\n96\n%%EOF\n'

export interface Citizens {
  /** Each connection a citizen signed in, whose dossiers go to every commune in turn. */
  readonly spread: readonly Sender[]
  /** The same, all to one commune. */
  readonly oneAgency: readonly Sender[]
  /** The form's JSON Schema, for a floor that checks the same. */
  readonly answersSchema: object
  readonly bodyBytes: number
}

/** The headers of somebody signed in as a browser does. */
export async function signIn(
  home: string,
  account: string,
  as: 'citizen' | 'officer' = 'citizen',
): Promise<Readonly<Record<string, string>>> {
  const browser = new CookieBrowser(home)
  const choice = await browser.get(`/auth/${as}/sign-in?next=%2Fapi`)
  await browser.post(choice.url.href, { account })
  const session = browser.cookie('ts_session')
  if (session === undefined) throw new Error(`${account} could not sign in`)
  return { cookie: `ts_session=${session}`, 'sec-fetch-site': 'same-origin' }
}

async function bring(home: string, headers: Readonly<Record<string, string>>): Promise<string> {
  const form = new FormData()
  form.set('file', new File([paper], 'giay-to.pdf', { type: 'application/pdf' }))
  const answer = await fetch(new URL('/api/v1/files', home), { method: 'POST', headers, body: form })
  if (answer.status !== 201) throw new Error(`A file could not be brought: ${await answer.text()}`)
  return ((await answer.json()) as { sha256: string }).sha256
}

async function read<T>(home: string, path: string): Promise<T> {
  const answer = await fetch(new URL(path, home))
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
  return (await answer.json()) as T
}

/** Signs the demo citizens in as a browser does, a session a connection, and has each bring a paper. */
export async function citizens(home: string, contentFolder: string, connections: number): Promise<Citizens> {
  const people = (await readDemoPeople(contentFolder)).value.citizens
  const communes = await read<PublicAgency[]>(
    home,
    `/api/v1/agencies?kind=commune-committee&on=${localDateOf(new Date())}`,
  )
  const agencyIds = communes.filter(({ code }) => code !== null).map(({ id }) => id)
  const { form } = await read<{ form: FormDefinition | null }>(home, `/api/v1/procedures/${procedure.code}`)
  const [oneAgencyId] = agencyIds
  if (oneAgencyId === undefined || form === null) throw new Error('The content has no communes or no form')
  const senders: { spread: Sender; oneAgency: Sender }[] = []
  for (let place = 0; place < connections; place += 1) {
    const headers = await signIn(home, people[place % people.length]?.subject ?? '')
    const sha256 = await bring(home, headers)
    const body = (agencyId: string) => JSON.stringify(submitInput(agencyId, sha256))
    const start = Math.floor((place * agencyIds.length) / connections)
    const inTurn = [...agencyIds.slice(start), ...agencyIds.slice(0, start)]
    senders.push({
      spread: { headers, bodies: inTurn.map(body) },
      oneAgency: { headers, bodies: [body(oneAgencyId)] },
    })
  }
  return {
    spread: senders.map(({ spread }) => spread),
    oneAgency: senders.map(({ oneAgency }) => oneAgency),
    answersSchema: form.schema,
    bodyBytes: Buffer.byteLength(senders[0]?.spread.bodies[0] ?? ''),
  }
}
