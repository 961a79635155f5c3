import type { ReactNode } from 'react'
import { Form } from 'react-router'
import type { OfficerPage } from '../../../modules/people/contract.ts'
import { Button, ButtonRow } from '../../kit/buttons.tsx'
import { besideFields } from '../../kit/error-summary.tsx'
import { useWords } from '../../kit/words/use.ts'
import type { AgencyChoice } from './calls.ts'
import { Basis, Choose, Day, roleChoices, Text, useEndable, type FormProps } from './officer-fields.tsx'
import type { Refused } from './sending.ts'

const delegable = ['reception', 'case-officer', 'approver'] as const

interface ChangesProps {
  readonly officer: OfficerPage
  readonly agencies: readonly AgencyChoice[]
  readonly today: string
  readonly refused: Refused | undefined
}

type Intent = 'move' | 'assign' | 'end' | 'position' | 'delegate' | 'undelegate' | 'leave' | 'rename'

/** What can be changed about an officer, each with its consequence before it is done. */
export function Changes(props: ChangesProps): ReactNode {
  const say = useWords().administration
  const { officer, refused } = props
  return (
    <section className="panel actions" id="actions" tabIndex={-1} aria-labelledby="actions-title">
      <h2 id="actions-title">{say.officer.actions}</h2>
      {officer.mayChange ? null : <p>{say.officer.own}</p>}
      {intentsOf(officer).map((intent) => (
        <details key={intent} name="actions" open={refused?.intent === intent}>
          <summary>{say.intents[intent].name}</summary>
          <Form method="post" className="narrow" noValidate>
            <input type="hidden" name="intent" value={intent} />
            <input type="hidden" name="revision" value={officer.revision} />
            <Fields
              {...props}
              intent={intent}
              sent={refused?.intent === intent ? refused.sent : []}
              errors={besideFields(refused?.intent === intent ? refused.errors : [])}
            />
            <p className="consequence">
              <strong>{say.consequence}:</strong> {say.intents[intent].consequence}
            </p>
            <ButtonRow>
              <Button weight={intent === 'leave' ? 'grave' : 'first'}>{say.intents[intent].do}</Button>
            </ButtonRow>
          </Form>
        </details>
      ))}
    </section>
  )
}

function intentsOf(officer: OfficerPage): readonly Intent[] {
  if (!officer.mayChange) return []
  const hasRoles = officer.assignments.some(({ mayEnd }) => mayEnd)
  const mayEndDelegation = officer.delegations.some(({ mayEnd }) => mayEnd)
  return [
    ...(hasRoles ? (['move'] as const) : []),
    'assign',
    ...(hasRoles ? (['end', 'delegate'] as const) : []),
    ...(mayEndDelegation ? (['undelegate'] as const) : []),
    'position',
    'rename',
    ...(hasRoles ? (['leave'] as const) : []),
  ]
}

function Fields(props: ChangesProps & Omit<FormProps, 'intent'> & { readonly intent: Intent }): ReactNode {
  switch (props.intent) {
    case 'move':
      return <MoveFields {...props} />
    case 'assign':
      return <AssignFields {...props} />
    case 'end':
      return <EndFields {...props} />
    case 'position':
      return <PositionFields {...props} />
    case 'delegate':
      return <DelegateFields {...props} />
    case 'undelegate':
      return <UndelegateFields {...props} />
    case 'leave':
      return <LeaveFields {...props} />
    case 'rename':
      return <RenameFields {...props} />
  }
}

type Part = ChangesProps & FormProps

/** Where the officer holds something that can be ended. */
function heldAt({ assignments }: OfficerPage): readonly AgencyChoice[] {
  const held = assignments.filter(({ mayEnd }) => mayEnd).map(({ agency }) => agency)
  return [...new Map(held.map(({ id, name }) => [id, { value: id, label: name }])).values()]
}

function MoveFields({ officer, agencies, ...form }: Part): ReactNode {
  const say = useWords().administration
  const from = heldAt(officer)
  return (
    <>
      <Choose
        {...form}
        name="fromAgencyId"
        label={say.fields.fromAgencyId}
        choices={from}
        value={from[0]?.value ?? ''}
      />
      <Choose
        {...form}
        name="toAgencyId"
        label={say.fields.toAgencyId}
        choices={agencies}
        placeholder={say.chooseAgency}
      />
      <Day {...form} name="on" label={say.fields.moveOn} value={form.today} />
      <Text {...form} name="title" label={say.fields.newPosition} hint={say.positionHint} optional />
      <Basis {...form} />
    </>
  )
}

function AssignFields({ officer, agencies, ...form }: Part): ReactNode {
  const words = useWords()
  const say = words.administration
  return (
    <>
      <Choose
        {...form}
        name="role"
        label={say.role}
        choices={roleChoices(officer.grantable, words)}
        placeholder={say.chooseRole}
      />
      <Choose
        {...form}
        name="agencyId"
        label={say.agency}
        choices={agencies}
        placeholder={say.chooseAgency}
      />
      <Day {...form} name="from" label={say.from} value={form.today} />
      <Day {...form} name="to" label={say.until} hint={say.untilHint} optional />
      <Basis {...form} />
    </>
  )
}

function EndFields({ officer, ...form }: Part): ReactNode {
  const say = useWords().administration
  const endable = useEndable(officer)
  return (
    <>
      <Choose
        {...form}
        name="assignmentId"
        label={say.fields.assignmentId}
        choices={endable}
        value={endable[0]?.value ?? ''}
      />
      <Day {...form} name="on" label={say.endOn} hint={say.endOnHint} value={form.today} />
      <Basis {...form} />
    </>
  )
}

function PositionFields({ agencies, officer, ...form }: Part): ReactNode {
  const say = useWords().administration
  return (
    <>
      <Text {...form} name="title" label={say.position} hint={say.positionHint} />
      <Choose
        {...form}
        name="agencyId"
        label={say.agency}
        choices={agencies}
        placeholder={say.chooseAgency}
        value={heldAt(officer)[0]?.value ?? ''}
      />
      <Day {...form} name="from" label={say.from} value={form.today} />
      <Basis {...form} />
    </>
  )
}

function DelegateFields({ officer, ...form }: Part): ReactNode {
  const words = useWords()
  const say = words.administration
  const colleagues = new Map(
    officer.work.flatMap((one) => one.colleagues).map(({ id, name }) => [id, { value: id, label: name }]),
  )
  const held = delegable.filter((role) => officer.assignments.some((one) => one.role === role && one.mayEnd))
  const at = heldAt(officer)
  return (
    <>
      <Choose
        {...form}
        name="role"
        label={say.role}
        choices={roleChoices(held, words)}
        value={held[0] ?? ''}
      />
      <Choose {...form} name="agencyId" label={say.agency} choices={at} value={at[0]?.value ?? ''} />
      <Choose
        {...form}
        name="toOfficerId"
        label={say.fields.toOfficerId}
        choices={[...colleagues.values()]}
        placeholder={say.fields.chooseOfficer}
      />
      <Day {...form} name="from" label={say.from} value={form.today} />
      <Day {...form} name="to" label={say.until} />
      <Basis {...form} />
    </>
  )
}

function UndelegateFields({ officer, ...form }: Part): ReactNode {
  const words = useWords()
  const say = words.administration
  const open = officer.delegations
    .filter(({ mayEnd }) => mayEnd)
    .map(({ id, other, role, agency }) => ({
      value: id,
      label: `${words.dossier.roles[role]}, ${agency.name}, ${say.officer.given(other.name)}`,
    }))
  return (
    <>
      <Choose
        {...form}
        name="delegationId"
        label={say.fields.delegationId}
        choices={open}
        value={open[0]?.value ?? ''}
      />
      <Day {...form} name="on" label={say.endOn} hint={say.endOnHint} value={form.today} />
      <Basis {...form} />
    </>
  )
}

function LeaveFields({ officer, ...form }: Part): ReactNode {
  const say = useWords().administration
  const colleagues = new Map(
    officer.work.flatMap((one) => one.colleagues).map(({ id, name }) => [id, { value: id, label: name }]),
  )
  return (
    <>
      <Day {...form} name="on" label={say.fields.leaveOn} hint={say.endOnHint} value={form.today} />
      <Choose
        {...form}
        name="successorId"
        label={say.fields.successorId}
        choices={[...colleagues.values()]}
        placeholder={say.fields.pool}
        optional
      />
      <Basis {...form} />
    </>
  )
}

function RenameFields({ officer, ...form }: Part): ReactNode {
  const say = useWords().administration
  return (
    <>
      <Text {...form} name="name" label={say.name} value={officer.name} />
      <Basis {...form} />
    </>
  )
}
