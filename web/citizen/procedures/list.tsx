import type { ReactNode } from 'react'
import { useLoaderData, type LoaderFunctionArgs } from 'react-router'
import type { ProcedureSummary } from '../../../modules/procedures/contract.ts'
import { Button } from '../../kit/buttons.tsx'
import { listProcedures } from '../../kit/calls/procedures.ts'
import { fieldId } from '../../kit/fields.tsx'
import { useFormat } from '../../kit/format.ts'
import { PageTitle } from '../../kit/frame.tsx'
import { Original } from '../../kit/original.tsx'
import { useLanguage, useWords } from '../../kit/words/use.ts'

export async function loader(routed: LoaderFunctionArgs) {
  const query = (new URL(routed.request.url).searchParams.get('q') ?? '').trim().slice(0, 200)
  return { query, found: await listProcedures(routed, query) }
}

export default function ProcedureList(): ReactNode {
  const { query, found } = useLoaderData<typeof loader>()
  const words = useWords()
  const format = useFormat()
  const say = words.procedures
  return (
    <>
      <PageTitle title={query === '' ? say.title : say.titleFor(query)} />
      <search>
        <form>
          <div className="field">
            <label htmlFor={fieldId('q')}>{words.home.searchLabel}</label>
            <div className="search">
              <input className="input" id={fieldId('q')} name="q" type="search" defaultValue={query} />
              <Button>{words.home.search}</Button>
            </div>
          </div>
        </form>
      </search>
      <p className="soft">
        {found.length === 0 && query !== '' ? say.nothing(query) : say.count(format.number(found.length))}
      </p>
      {query === '' ? (
        groupsOf(found).map(([field, procedures]) => (
          <details className="group" key={field}>
            <summary>
              <Original>{field}</Original> <span className="soft">({format.number(procedures.length)})</span>
            </summary>
            <Rows procedures={procedures} />
          </details>
        ))
      ) : (
        <Rows procedures={found} />
      )}
    </>
  )
}

/** The procedures of each field, the fields as a dictionary would have them. */
function groupsOf(found: readonly ProcedureSummary[]) {
  const fields = [...new Set(found.map(({ field }) => field))].toSorted((a, b) => a.localeCompare(b, 'vi'))
  return fields.map((field) => [field, found.filter((one) => one.field === field)] as const)
}

function Rows({ procedures }: { readonly procedures: readonly ProcedureSummary[] }): ReactNode {
  const say = useWords().procedures
  const english = useLanguage() === 'en'
  return (
    <ul className="bare rows">
      {procedures.map((procedure) => (
        <li key={procedure.code}>
          <a href={`/thu-tuc/${procedure.code}`}>{english ? procedure.nameEn : procedure.name}</a>
          <p>
            <Original>{procedure.summary}</Original>
          </p>
          <p className="soft small">
            <Original>{procedure.field}</Original> · {say.levels[procedure.serviceLevel]} ·{' '}
            {say.code(procedure.code)}
          </p>
        </li>
      ))}
    </ul>
  )
}
