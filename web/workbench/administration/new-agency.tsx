import type { ReactNode } from 'react'
import {
  Form,
  useActionData,
  useLoaderData,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
} from 'react-router'
import type { AgencyPage } from '../../../modules/agencies/contract.ts'
import { Button, ButtonRow } from '../../kit/buttons.tsx'
import { besideFields, ErrorSummary } from '../../kit/error-summary.tsx'
import { Back, PageTitle } from '../../kit/frame.tsx'
import { holds } from '../../kit/visitor.ts'
import { useRoot, useWords } from '../../kit/words/use.ts'
import { AgencyFields, agencyLabel, everyKind } from './agency-fields.tsx'
import { agencyChoices, api } from './calls.ts'
import { inputOf, send } from './sending.ts'
import { today } from './today.ts'

const intent = 'add'

export async function loader(routed: LoaderFunctionArgs) {
  const under = new URL(routed.request.url).searchParams.get('under')
  return { agencies: await agencyChoices(routed), under, today: today(routed) }
}

export async function action(routed: ActionFunctionArgs) {
  const post = await routed.request.formData()
  return send<AgencyPage>(
    routed,
    post,
    { intent, method: 'POST', path: `${api}/agencies`, body: inputOf(post, intent) },
    { labelOf: agencyLabel, next: ({ id }) => `/workbench/quan-tri/co-quan/${id}?done=${intent}` },
  )
}

export default function NewAgencyScreen(): ReactNode {
  const { agencies, under, today: startOn } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const visitor = useRoot()?.visitor
  const say = useWords().administration.bodies
  const kinds = visitor !== undefined && holds(visitor, 'operator') ? everyKind : (['unit'] as const)
  return (
    <>
      <Back to="/workbench/quan-tri/co-quan" text={say.back} />
      <ErrorSummary errors={refused?.errors ?? []} />
      <PageTitle title={say.add} />
      <Form method="post" className="narrow" noValidate>
        <AgencyFields
          intent={intent}
          sent={refused?.sent ?? []}
          errors={besideFields(refused?.errors ?? [])}
          kinds={kinds}
          agencies={agencies}
          startOn={startOn}
          state={under === null ? {} : { parent: { id: under, name: '' } }}
        />
        <ButtonRow>
          <Button>{say.addDo}</Button>
        </ButtonRow>
      </Form>
    </>
  )
}
