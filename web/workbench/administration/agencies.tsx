import type { ReactNode } from 'react'
import { Form, useLoaderData, type LoaderFunctionArgs } from 'react-router'
import type { AdministeredAgencyList } from '../../../modules/agencies/contract.ts'
import { get, withQuery } from '../../kit/api.ts'
import { Button, ButtonLink } from '../../kit/buttons.tsx'
import { Select, TextField } from '../../kit/fields.tsx'
import { useFormat } from '../../kit/format.ts'
import { PageTitle } from '../../kit/frame.tsx'
import { Table } from '../../kit/table.tsx'
import { useWords } from '../../kit/words/use.ts'
import { everyKind } from './agency-fields.tsx'
import { api } from './calls.ts'

export async function loader(routed: LoaderFunctionArgs) {
  const asked = new URL(routed.request.url).searchParams
  const filter = {
    find: asked.get('find') || null,
    kind: everyKind.find((kind) => kind === asked.get('kind')) ?? null,
    on: asked.get('on') || null,
  }
  return { list: await get<AdministeredAgencyList>(routed, withQuery(`${api}/agencies`, filter)), filter }
}

export default function Agencies(): ReactNode {
  const { list, filter } = useLoaderData<typeof loader>()
  const words = useWords()
  const format = useFormat()
  const say = words.administration
  return (
    <>
      <PageTitle title={say.bodies.title} lead={say.bodies.lead} />
      <search>
        <Form className="filters">
          <TextField name="find" type="search" label={say.bodies.findLabel} value={filter.find ?? ''} />
          <Select
            name="kind"
            label={say.bodies.kind}
            placeholder={say.bodies.anyKind}
            choices={everyKind.map((kind) => ({ value: kind, label: say.bodies.kinds[kind] }))}
            value={filter.kind}
          />
          <TextField name="on" type="date" size="date" label={say.on} value={list.on} />
          <Button weight="second">{say.show}</Button>
        </Form>
      </search>
      <p className="pages">
        <span aria-live="polite">
          {say.bodies.count(format.number(list.items.length), format.day(list.on))}
        </span>
        <ButtonLink to="/workbench/quan-tri/co-quan-moi" weight="second">
          {say.bodies.add}
        </ButtonLink>
      </p>
      {list.items.length === 0 ? (
        <p className="soft">{say.bodies.none}</p>
      ) : (
        <Table
          caption={say.bodies.title}
          captionHidden
          rows={list.items}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'name',
              title: say.bodies.bodyName,
              cell: ({ id, state }) => <a href={`/workbench/quan-tri/co-quan/${id}`}>{state.name}</a>,
            },
            { key: 'kind', title: say.bodies.kind, cell: ({ state }) => say.bodies.kinds[state.kind] },
            { key: 'parent', title: say.bodies.parent, cell: ({ state }) => state.parent?.name ?? '' },
            {
              key: 'code',
              title: say.bodies.code,
              cell: ({ state }) =>
                state.code === null ? (
                  <span className="soft">{say.bodies.codeStatuses.unpublished}</span>
                ) : (
                  <>
                    <span className="code">{state.code}</span>
                    {state.codeStatus === 'official' ? null : (
                      <span className="soft small"> {say.bodies.codeStatuses[state.codeStatus]}</span>
                    )}
                  </>
                ),
            },
          ]}
        />
      )}
    </>
  )
}
