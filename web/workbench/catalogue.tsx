import type { ReactNode } from 'react'
import { useLoaderData, type LoaderFunctionArgs } from 'react-router'
import { get, withQuery } from '../kit/api.ts'
import { wordOf } from '../kit/derivation.tsx'
import { useFormat } from '../kit/format.ts'
import { PageTitle } from '../kit/frame.tsx'
import { Table } from '../kit/table.tsx'
import { useWords } from '../kit/words/use.ts'
import type { CatalogueFinding, CatalogueImport, Findings } from '../../modules/procedures/contract.ts'

export async function loader(routed: LoaderFunctionArgs) {
  const asked = new URL(routed.request.url).searchParams
  const reason = asked.get('reason')
  const query = { import: asked.get('import'), reason, after: asked.get('after') }
  return { reason, page: await get<Findings>(routed, withQuery('/api/v1/catalogue/findings', query)) }
}

export default function Catalogue(): ReactNode {
  const { page, reason } = useLoaderData<typeof loader>()
  const words = useWords()
  const say = words.catalogue
  const shown = page.imports.find(({ id }) => id === page.of)
  return (
    <>
      <PageTitle title={say.title} lead={say.lead} />
      {page.of === null ? (
        <p className="soft">{say.none}</p>
      ) : (
        <>
          <ImportTable imports={page.imports} of={page.of} />
          <h2>{say.findings}</h2>
          {shown === undefined ? null : (
            <p className="soft">
              {shown.fileName} <span className="code">{shown.hash.slice(0, 12)}</span>
            </p>
          )}
          {page.counts.length === 0 ? (
            <p>{say.noFindings}</p>
          ) : (
            <>
              <Reasons page={page} reason={reason} />
              <FindingTable findings={page.findings} />
            </>
          )}
          {page.next === null ? null : (
            <a href={withQuery('', { import: page.of, reason, after: String(page.next) })}>
              {words.frame.more}
            </a>
          )}
        </>
      )}
    </>
  )
}

function ImportTable({
  imports,
  of,
}: {
  readonly imports: readonly CatalogueImport[]
  readonly of: string
}): ReactNode {
  const say = useWords().catalogue
  const format = useFormat()
  const counts = ['rows', 'added', 'changed', 'unchanged', 'absent'] as const
  return (
    <Table
      caption={say.imports}
      rows={imports}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'asOf',
          title: say.asOf,
          cell: ({ id, asOf }) => (
            <a href={withQuery('', { import: id })} aria-current={id === of ? 'true' : undefined}>
              {format.day(asOf)}
            </a>
          ),
        },
        { key: 'file', title: say.file, cell: ({ fileName }) => fileName },
        { key: 'at', title: say.importedAt, cell: ({ importedAt }) => format.dateTime(importedAt) },
        ...counts.map((key) => ({
          key,
          title: say.counts[key],
          number: true,
          cell: (one: CatalogueImport) => format.number(one[key]),
        })),
      ]}
    />
  )
}

function Reasons({ page, reason }: { readonly page: Findings; readonly reason: string | null }): ReactNode {
  const say = useWords().catalogue
  const format = useFormat()
  const total = page.counts.reduce((sum, { count }) => sum + count, 0)
  return (
    <nav aria-label={say.byReason}>
      <ul className="bare pages">
        <li>
          <a href={withQuery('', { import: page.of })} aria-current={reason === null ? 'true' : undefined}>
            {say.allReasons} ({format.number(total)})
          </a>
        </li>
        {page.counts.map((one) => (
          <li key={one.reason}>
            <a
              href={withQuery('', { import: page.of, reason: one.reason })}
              aria-current={one.reason === reason ? 'true' : undefined}
            >
              {wordOf(say.reasons, one.reason)} ({format.number(one.count)})
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function FindingTable({ findings }: { readonly findings: readonly CatalogueFinding[] }): ReactNode {
  const say = useWords().catalogue
  const format = useFormat()
  return (
    <Table
      caption={say.findings}
      captionHidden
      rows={findings.map((finding, at) => ({ ...finding, at }))}
      rowKey={({ at }) => at}
      columns={[
        { key: 'code', title: say.code, cell: ({ code }) => <span className="code">{code}</span> },
        {
          key: 'row',
          title: say.row,
          number: true,
          cell: ({ row }) => (row === null ? '–' : format.number(row)),
        },
        { key: 'field', title: say.field, cell: ({ field }) => wordOf(say.fields, field) },
        { key: 'value', title: say.value, cell: ({ value }) => (value === '' ? say.empty : `«${value}»`) },
        { key: 'reason', title: say.reason, cell: ({ reason }) => wordOf(say.reasons, reason) },
      ]}
    />
  )
}
