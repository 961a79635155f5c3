import type { ReactNode } from 'react'
import { Form, useLoaderData, type LoaderFunctionArgs } from 'react-router'
import type { OfficerList } from '../../../modules/people/contract.ts'
import { get, withQuery } from '../../kit/api.ts'
import { Button, ButtonLink } from '../../kit/buttons.tsx'
import { Select, TextField } from '../../kit/fields.tsx'
import { useFormat } from '../../kit/format.ts'
import { PageTitle } from '../../kit/frame.tsx'
import { Table } from '../../kit/table.tsx'
import { useWords } from '../../kit/words/use.ts'
import { agencyChoices, api } from './calls.ts'
import { RightsList } from './rights-list.tsx'

export async function loader(routed: LoaderFunctionArgs) {
  const asked = new URL(routed.request.url).searchParams
  const filter = {
    find: asked.get('find') || null,
    agencyId: asked.get('agency') || null,
    on: asked.get('on') || null,
  }
  const [list, agencies] = await Promise.all([
    get<OfficerList>(routed, withQuery(`${api}/officers`, { ...filter, after: asked.get('after') })),
    agencyChoices(routed),
  ])
  return { list, agencies, filter }
}

export default function Officers(): ReactNode {
  const { list, agencies, filter } = useLoaderData<typeof loader>()
  const words = useWords()
  const format = useFormat()
  const say = words.administration
  return (
    <>
      <PageTitle title={say.list.title} lead={say.list.lead} />
      <search>
        <Form className="filters">
          <TextField name="find" type="search" label={say.list.findLabel} value={filter.find ?? ''} />
          <Select
            name="agency"
            label={say.agency}
            placeholder={say.anyAgency}
            choices={agencies}
            value={filter.agencyId}
          />
          <TextField name="on" type="date" size="date" label={say.on} value={list.on} />
          <Button weight="second">{say.show}</Button>
        </Form>
      </search>
      <p className="pages">
        <span aria-live="polite">{say.list.count(format.number(list.total), format.day(list.on))}</span>
        <ButtonLink to="/workbench/quan-tri/can-bo-moi" weight="second">
          {say.list.add}
        </ButtonLink>
      </p>
      {list.items.length === 0 ? (
        <p className="soft">{say.list.none}</p>
      ) : (
        <Table
          caption={say.list.title}
          captionHidden
          rows={list.items}
          rowKey={(officer) => officer.id}
          columns={[
            {
              key: 'name',
              title: say.name,
              cell: (officer) => (
                <a href={withQuery(`/workbench/quan-tri/can-bo/${officer.id}`, { on: filter.on })}>
                  {officer.name}
                </a>
              ),
            },
            {
              key: 'rights',
              title: say.list.rights,
              cell: (officer) => <RightsList rights={officer.rights} none={say.list.noRights} />,
            },
            {
              key: 'position',
              title: say.position,
              cell: (officer) => (
                <ul className="lines">
                  {officer.positions.map(({ agency, title }) => (
                    <li key={agency.id}>
                      {title}, {agency.name}
                    </li>
                  ))}
                </ul>
              ),
            },
            { key: 'account', title: say.account, cell: (officer) => officer.subject },
          ]}
        />
      )}
      {list.next === null ? null : (
        <p className="pages">
          <a href={withQuery('', { ...filter, agency: filter.agencyId, agencyId: null, after: list.next })}>
            {say.next}
          </a>
        </p>
      )}
    </>
  )
}
