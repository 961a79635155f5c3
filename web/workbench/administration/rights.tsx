import type { ReactNode } from 'react'
import { useLoaderData, type LoaderFunctionArgs } from 'react-router'
import type { Act, Reach, RightsMatrix, Role } from '../../../modules/people/contract.ts'
import { get } from '../../kit/api.ts'
import { PageTitle } from '../../kit/frame.tsx'
import { Table } from '../../kit/table.tsx'
import { useWords } from '../../kit/words/use.ts'
import type { Words } from '../../kit/words/words.ts'
import { api } from './calls.ts'

const roles: readonly Role[] = [
  'reception',
  'case-officer',
  'approver',
  'leader',
  'administrator',
  'operator',
]

export async function loader(routed: LoaderFunctionArgs) {
  return await get<RightsMatrix>(routed, `${api}/rights`)
}

function actWords({ key, summary }: Act, words: Words): string {
  const known: Readonly<Record<string, string>> = words.administration.matrix.acts
  return known[key] ?? summary
}

function reachWords(reach: Reach, role: Role, words: Words): string {
  const say = words.administration.matrix
  if (reach === 'all') return say.everywhere
  return role === 'administrator' ? say.withinAdministered : say.within
}

/** What each role may do, in sentences, and the same as one table. */
export default function Rights(): ReactNode {
  const { acts } = useLoaderData<typeof loader>()
  const words = useWords()
  const say = words.administration.matrix
  return (
    <>
      <PageTitle title={say.title} lead={say.lead} />
      {roles.map((role) => {
        const title = say.holder(words.dossier.roles[role])
        const held = acts.filter(({ reach }) => reach[role] !== 'no')
        return (
          <section key={role} aria-label={title} className="narrow">
            <h2>{title}</h2>
            {held.length === 0 ? <p className="soft">{say.nothing}</p> : null}
            <ul>
              {held.map((act) => (
                <li key={act.key}>
                  {actWords(act, words)}, {reachWords(act.reach[role], role, words)}
                </li>
              ))}
            </ul>
          </section>
        )
      })}
      <h2>{say.tableTitle}</h2>
      <Table
        caption={say.tableTitle}
        captionHidden
        rows={acts}
        rowKey={({ key }) => key}
        columns={[
          { key: 'act', title: say.act, cell: (act) => actWords(act, words) },
          ...roles.map((role) => ({
            key: role,
            title: words.dossier.roles[role],
            cell: ({ reach }: Act) =>
              reach[role] === 'no' ? (
                <span className="soft">{say.reach.no}</span>
              ) : (
                <strong>{say.reach[reach[role]]}</strong>
              ),
          })),
        ]}
      />
    </>
  )
}
