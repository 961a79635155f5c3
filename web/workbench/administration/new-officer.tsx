import type { ReactNode } from 'react'
import {
  Form,
  useActionData,
  useLoaderData,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
} from 'react-router'
import type { OfficerPage, Role } from '../../../modules/people/contract.ts'
import { Button, ButtonRow } from '../../kit/buttons.tsx'
import { besideFields, ErrorSummary } from '../../kit/error-summary.tsx'
import { Checkboxes } from '../../kit/fields.tsx'
import { Back, PageTitle } from '../../kit/frame.tsx'
import { holds } from '../../kit/visitor.ts'
import { useRoot, useWords } from '../../kit/words/use.ts'
import type { Words } from '../../kit/words/words.ts'
import { agencyChoices, api } from './calls.ts'
import { Basis, Choose, Day, roleChoices, Text } from './officer-fields.tsx'
import { inputOf, named, send } from './sending.ts'
import { today } from './today.ts'

const intent = 'enter'
const officeRoles: readonly Role[] = ['reception', 'case-officer', 'approver']
const allRoles: readonly Role[] = [...officeRoles, 'leader', 'administrator', 'operator']

export async function loader(routed: LoaderFunctionArgs) {
  return { agencies: await agencyChoices(routed), today: today(routed) }
}

export async function action(routed: ActionFunctionArgs) {
  const post = await routed.request.formData()
  const roles = post.getAll(named(intent, 'roles'))
  const body = { ...inputOf(post, intent), roles }
  return send<OfficerPage>(
    routed,
    post,
    { intent, method: 'POST', path: `${api}/officers`, body },
    { labelOf, next: ({ id }) => `/workbench/quan-tri/can-bo/${id}?done=${intent}` },
  )
}

function labelOf({ administration: say }: Words, _intent: string, name: string): string | undefined {
  const labels: Readonly<Record<string, string>> = {
    name: say.name,
    subject: say.account,
    agencyId: say.agency,
    roles: say.fields.roles,
    title: say.position,
    from: say.from,
    basis: say.basis,
  }
  return labels[name]
}

export default function NewOfficerScreen(): ReactNode {
  const { agencies, today: startOn } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const words = useWords()
  const visitor = useRoot()?.visitor
  const say = words.administration
  const sent = refused?.sent ?? []
  const form = { intent, sent, errors: besideFields(refused?.errors ?? []) }
  const roles = visitor !== undefined && holds(visitor, 'operator') ? allRoles : officeRoles
  return (
    <>
      <Back to="/workbench/quan-tri" text={say.officer.back} />
      <ErrorSummary errors={refused?.errors ?? []} />
      <PageTitle title={say.intents.enter.name} />
      <Form method="post" className="narrow" noValidate>
        <Text {...form} name="name" label={say.name} />
        <Text {...form} name="subject" label={say.account} />
        <Choose
          {...form}
          name="agencyId"
          label={say.agency}
          choices={agencies}
          placeholder={say.chooseAgency}
        />
        <Checkboxes
          name={named(intent, 'roles')}
          label={say.fields.roles}
          choices={roleChoices(roles, words)}
          values={sent.filter(([name]) => name === named(intent, 'roles')).map(([, value]) => value)}
          error={form.errors.get(named(intent, 'roles'))}
        />
        <Text {...form} name="title" label={say.position} hint={say.positionHint} optional />
        <Day {...form} name="from" label={say.from} value={startOn} />
        <Basis {...form} />
        <p className="consequence">
          <strong>{say.consequence}:</strong> {say.intents.enter.consequence}
        </p>
        <ButtonRow>
          <Button>{say.intents.enter.do}</Button>
        </ButtonRow>
      </Form>
    </>
  )
}
