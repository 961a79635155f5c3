import type { ReactNode } from 'react'
import { useLoaderData, type LoaderFunctionArgs } from 'react-router'
import { failure } from '../../kit/api.ts'
import { ButtonLink, ButtonRow } from '../../kit/buttons.tsx'
import { track } from '../../kit/calls/dossiers.ts'
import { useFormat } from '../../kit/format.ts'
import { PageTitle } from '../../kit/frame.tsx'
import { Fact, Facts } from '../../kit/marks.tsx'
import { useWords } from '../../kit/words/use.ts'

export async function loader(routed: LoaderFunctionArgs) {
  const found = await track(routed, routed.params['code'] ?? '')
  if (!found.ok) throw failure(found.problem)
  return found.value
}

/** The acknowledgement: made to be kept, on paper as well. */
export default function Done(): ReactNode {
  const tracking = useLoaderData<typeof loader>()
  const words = useWords()
  const format = useFormat()
  const say = words.wizard
  return (
    <>
      <div className="acknowledgement">
        <PageTitle title={say.doneTitle} />
        <p>{say.doneCode}</p>
        <p className="dossier-code">{tracking.code}</p>
      </div>
      <p>{say.doneText(tracking.receivingAgencyName)}</p>
      <Facts>
        <Fact name={words.dossier.procedure}>{tracking.procedureName}</Fact>
        <Fact name={words.dossier.case}>{tracking.caseName}</Fact>
        <Fact name={words.dossier.applicant}>{tracking.applicant ?? words.frame.unknown}</Fact>
        <Fact name={words.dossier.submittedAt}>{format.moment(tracking.submittedAt)}</Fact>
        <Fact name={words.dossier.delivery}>
          {tracking.delivery === null ? words.frame.unknown : words.dossier.deliveries[tracking.delivery]}
        </Fact>
      </Facts>
      <p>{say.doneKeep}</p>
      <ButtonRow>
        <ButtonLink to={`/ho-so/${encodeURIComponent(tracking.code)}`}>{say.doneTrack}</ButtonLink>
        <a className="no-print" href="/">
          {words.errorPage.wayHome}
        </a>
      </ButtonRow>
    </>
  )
}
