import type { ReactNode } from 'react'
import { useLoaderData, type LoaderFunctionArgs } from 'react-router'
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
  const english = useLanguage() === 'en'
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
      <ul className="bare rows">
        {found.map((procedure) => (
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
    </>
  )
}
