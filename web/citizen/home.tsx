import type { ReactNode } from 'react'
import { useLoaderData, type LoaderFunctionArgs } from 'react-router'
import type { MyDossiers } from '../../modules/dossiers/contract.ts'
import { call } from '../kit/api.ts'
import { listProcedures } from '../kit/calls/procedures.ts'
import { Button } from '../kit/buttons.tsx'
import { fieldId, TextField } from '../kit/fields.tsx'
import { useFormat } from '../kit/format.ts'
import { PageTitle } from '../kit/frame.tsx'
import { Original } from '../kit/original.tsx'
import { useRoot, useWords } from '../kit/words/use.ts'

const SHOWN = 4

export async function loader(routed: LoaderFunctionArgs) {
  const [procedures, mine] = await Promise.all([
    listProcedures(routed, ''),
    call<MyDossiers>(routed, 'GET', '/api/v1/dossiers/mine'),
  ])
  const entirely = procedures.filter(({ serviceLevel }) => serviceLevel === 'end-to-end')
  return { procedures: entirely.slice(0, SHOWN), mine: mine.ok ? mine.value : null }
}

export default function Home(): ReactNode {
  const { procedures, mine } = useLoaderData<typeof loader>()
  const words = useWords()
  const visitor = useRoot()?.visitor
  const english = useRoot()?.language === 'en'
  return (
    <>
      <PageTitle title={words.home.title} tab={words.frame.citizenArea} />
      <search>
        <form action="/thu-tuc">
          <div className="field">
            <label htmlFor={fieldId('q')}>{words.home.searchLabel}</label>
            <p className="field-hint" id="search-hint">
              {words.home.searchHint}
            </p>
            <div className="search">
              <input
                className="input"
                id={fieldId('q')}
                name="q"
                type="search"
                aria-describedby="search-hint"
              />
              <Button>{words.home.search}</Button>
            </div>
          </div>
        </form>
      </search>
      {visitor?.kind === 'citizen' && mine !== null ? <Waiting mine={mine} /> : null}
      <section aria-labelledby="entirely-online">
        <h2 id="entirely-online">{words.home.entirelyOnline}</h2>
        <ul className="bare rows">
          {procedures.map((procedure) => (
            <li key={procedure.code}>
              <a href={`/thu-tuc/${procedure.code}`}>{english ? procedure.nameEn : procedure.name}</a>
              <p className="soft small">
                <Original>{procedure.field}</Original>
              </p>
            </li>
          ))}
        </ul>
        <p>
          <a href="/thu-tuc">{words.home.all}</a>
        </p>
      </section>
      <section aria-labelledby="track">
        <h2 id="track">{words.home.trackTitle}</h2>
        <form action="/tra-cuu">
          <TextField
            name="code"
            label={words.tracking.label}
            hint={words.home.trackHint}
            autoComplete="off"
          />
          <Button weight="second">{words.home.track}</Button>
        </form>
      </section>
    </>
  )
}

function Waiting({ mine }: { readonly mine: MyDossiers }): ReactNode {
  const say = useWords().home
  const format = useFormat()
  const supplements = mine.dossiers.filter(({ state }) => state === 'awaiting-supplement')
  return (
    <section aria-labelledby="waiting">
      <h2 id="waiting">{say.waiting}</h2>
      {mine.drafts.length + supplements.length === 0 ? <p className="soft">{say.waitingNothing}</p> : null}
      <ul className="bare rows">
        {supplements.map((dossier) => (
          <li key={dossier.id}>
            <a href={`/ho-so/${dossier.code}`}>{say.supplementFor(dossier.procedureName)}</a>
            <p className="soft small code">{dossier.code}</p>
          </li>
        ))}
        {mine.drafts.map((draft) => (
          <li key={draft.id}>
            <a href={`/nop/${draft.id}`}>{say.draftOf(draft.procedureName)}</a>
            <p className="soft small">{say.draftSaved(format.dateTime(draft.updatedAt))}</p>
          </li>
        ))}
      </ul>
    </section>
  )
}
