import type { ReactNode } from 'react'
import { useLoaderData, type LoaderFunctionArgs } from 'react-router'
import type { CalendarList } from '../../../modules/calendars/contract.ts'
import { get } from '../../kit/api.ts'
import { PageTitle } from '../../kit/frame.tsx'
import { Table } from '../../kit/table.tsx'
import { useWords } from '../../kit/words/use.ts'
import { api } from './calls.ts'
import { Period } from './period.tsx'

export async function loader(routed: LoaderFunctionArgs) {
  return await get<CalendarList>(routed, `${api}/calendars`)
}

export default function Calendars(): ReactNode {
  const { items } = useLoaderData<typeof loader>()
  const say = useWords().administration.calendar
  return (
    <>
      <PageTitle title={say.title} lead={say.lead} />
      <Table
        caption={say.title}
        captionHidden
        rows={items}
        rowKey={({ key }) => key}
        columns={[
          {
            key: 'name',
            title: say.name,
            cell: ({ key, name, basedOn }) => (
              <>
                <a href={`/workbench/quan-tri/lich/${key}`}>{name}</a>
                {basedOn === null ? null : <p className="soft small">{say.follows}</p>}
              </>
            ),
          },
          {
            key: 'users',
            title: say.users,
            cell: ({ users }) => (
              <ul className="lines">
                {users.map(({ agency, from, to }) => (
                  <li key={`${agency?.id ?? ''}${from}`}>
                    {agency?.name ?? say.province}, <Period from={from} to={to} />
                  </li>
                ))}
              </ul>
            ),
          },
          {
            key: 'covered',
            title: say.covered,
            cell: ({ coveredFrom, coveredTo }) => <Period from={coveredFrom} to={coveredTo} />,
          },
        ]}
      />
    </>
  )
}
