import type { ReactNode } from 'react'
import { useLoaderData, type LoaderFunctionArgs } from 'react-router'
import { failure } from '../../kit/api.ts'
import { track } from '../../kit/calls/dossiers.ts'
import { Back } from '../../kit/frame.tsx'
import { ReceiptForm } from '../../kit/receipt-form.tsx'
import { Notice } from '../../kit/marks.tsx'
import { SlipLinks } from '../../kit/slip-links.tsx'
import { useWords } from '../../kit/words/use.ts'
import '../../kit/style/sheet.css'

export async function loader(routed: LoaderFunctionArgs) {
  const found = await track(routed, routed.params['code'] ?? '')
  if (!found.ok) throw failure(found.problem)
  return found.value
}

/** Form 01 of the applicant's own dossier, to be printed or kept. */
export default function DossierReceipt(): ReactNode {
  const tracking = useLoaderData<typeof loader>()
  const { receiptForm: say } = useWords()
  return (
    <>
      <title>{`${say.title} ${tracking.code}`}</title>
      <Back to={`/ho-so/${encodeURIComponent(tracking.code)}`} text={say.back} />
      {tracking.receipt === null ? (
        <Notice tone="due-soon">
          <p>{tracking.own ? say.notYet : say.signIn}</p>
        </Notice>
      ) : (
        <>
          <SlipLinks from={`/api/v1/tracking/${encodeURIComponent(tracking.code)}`} kinds={['01']} />
          <ReceiptForm tracking={tracking} />
        </>
      )}
    </>
  )
}
