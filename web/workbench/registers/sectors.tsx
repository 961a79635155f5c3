import type { ReactNode } from 'react'
import { useLoaderData, type LoaderFunctionArgs } from 'react-router'
import type { RegisterHead, Sectors } from '../../../modules/registries/contract.ts'
import { get } from '../../kit/api.ts'
import { spokenIn } from '../../kit/form/definition.ts'
import { PageTitle } from '../../kit/frame.tsx'
import { Table } from '../../kit/table.tsx'
import { useLanguage, useWords } from '../../kit/words/use.ts'
import { registerPath } from './calls.ts'

export async function loader(routed: LoaderFunctionArgs) {
  return await get<Sectors>(routed, '/api/v1/sectors')
}

export default function SectorsScreen(): ReactNode {
  const { items } = useLoaderData<typeof loader>()
  const language = useLanguage()
  const say = useWords().registers
  return (
    <>
      <PageTitle title={say.title} lead={say.lead} />
      {items.length === 0 ? <p className="soft">{say.noSectors}</p> : null}
      {items.map(({ key, name, purpose, owner, registers }) => (
        <section key={key} aria-labelledby={`sector-${key}`}>
          <h2 id={`sector-${key}`}>{spokenIn(language, name)}</h2>
          <p>{spokenIn(language, purpose)}</p>
          <p className="soft">{say.keptBy(owner.name)}</p>
          <Registers caption={spokenIn(language, name)} registers={registers} />
        </section>
      ))}
    </>
  )
}

function Registers({
  caption,
  registers,
}: {
  readonly caption: string
  readonly registers: readonly RegisterHead[]
}): ReactNode {
  const language = useLanguage()
  const say = useWords().registers
  return (
    <Table
      caption={caption}
      captionHidden
      rows={registers}
      rowKey={({ key }) => key}
      columns={[
        {
          key: 'name',
          title: say.register,
          cell: ({ key, name, may }) =>
            may.includes('read') ? (
              <a href={registerPath(key)}>{spokenIn(language, name)}</a>
            ) : (
              spokenIn(language, name)
            ),
        },
        { key: 'purpose', title: say.purpose, cell: ({ purpose }) => spokenIn(language, purpose) },
        {
          key: 'may',
          title: say.may,
          cell: ({ may }) => (may.length === 0 ? say.mayNothing : may.map((act) => say.acts[act]).join(', ')),
        },
        { key: 'version', title: say.version, cell: ({ version }) => version },
      ]}
    />
  )
}
