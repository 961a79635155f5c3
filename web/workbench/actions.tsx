import type { ReactNode } from 'react'
import { Form } from 'react-router'
import type { AllowedAction, Delivery, DossierPage } from '../../modules/dossiers/contract.ts'
import type { FeeLine } from '../../modules/procedures/contract.ts'
import { Button, ButtonRow } from '../kit/buttons.tsx'
import { FileField, Radios, TextArea, TextField } from '../kit/fields.tsx'
import type { Form as FormOf } from '../kit/form/definition.ts'
import { asksAboutFees, FeeFields } from '../kit/form/fees.tsx'
import { useWords } from '../kit/words/use.ts'
import { givenOf, sentOf, type Sent } from './sent.ts'
import { WrongPlaces, type Named } from './wrong-places.tsx'

const deliveries: readonly Delivery[] = ['counter', 'post', 'online']

interface ActionProps {
  readonly dossier: DossierPage
  readonly form: FormOf
  readonly requirements: readonly Named[]
  /** What the procedure charges for such a dossier. */
  readonly fees: readonly FeeLine[]
}

/** What process and rights allow now, each with its consequence and its clause before it is done. */
export function Actions({
  failed,
  ...props
}: ActionProps & { readonly failed: { readonly intent: string; readonly sent: Sent } | null }): ReactNode {
  const say = useWords().desk
  const { actions } = props.dossier
  return (
    <section className="panel actions" id="actions" tabIndex={-1} aria-labelledby="actions-title">
      <h2 id="actions-title">{say.actions}</h2>
      {actions.length === 0 ? <p className="soft">{say.noActions}</p> : null}
      {actions.map((allowed, index) => (
        <details
          key={`${allowed.action}${allowed.taskId ?? ''}`}
          name="actions"
          open={failed === null ? index === 0 : failed.intent === allowed.action}
        >
          <summary>
            {say[allowed.action].name}
            {allowed.taskName === null ? null : `: ${allowed.taskName}`}
          </summary>
          <Act allowed={allowed} sent={failed?.intent === allowed.action ? failed.sent : []} {...props} />
        </details>
      ))}
    </section>
  )
}

interface ActProps extends ActionProps {
  readonly allowed: AllowedAction
  /** What was sent and refused, to be shown again. */
  readonly sent: Sent
}

function Act({ allowed, sent, ...props }: ActProps): ReactNode {
  const say = useWords().desk
  const { action } = allowed
  return (
    <Form
      method="post"
      encType={action === 'complete-task' ? 'multipart/form-data' : 'application/x-www-form-urlencoded'}
      noValidate
    >
      <input type="hidden" name="intent" value={action} />
      <ActFields allowed={allowed} sent={sent} {...props} />
      <p className="consequence">
        <strong>{say.consequence}:</strong> {say[action].consequence}
        {allowed.clause === null ? null : <span className="soft"> {say.clause(allowed.clause)}</span>}
      </p>
      <ButtonRow>
        <Button weight={action === 'refuse' ? 'grave' : 'first'}>{say[action].do}</Button>
      </ButtonRow>
    </Form>
  )
}

function ActFields({ allowed, sent, dossier, form, requirements, fees }: ActProps): ReactNode {
  const words = useWords()
  const say = words.desk
  const hasFile = dossier.result !== null && dossier.result.file !== null
  switch (allowed.action) {
    case 'accept':
      return asksAboutFees(fees) ? (
        <>
          <FeeFields lines={fees} answers={dossier.answers} sent={(name) => givenOf(sent, name)} />
          <p className="field-hint">{words.counter.feesLater}</p>
        </>
      ) : null
    case 'request-supplement':
      return (
        <>
          <WrongPlaces sent={sent} dossier={dossier} form={form} requirements={requirements} />
          <TextArea
            name="message"
            value={sentOf(sent, 'message')}
            label={say.message}
            hint={say.messageHint}
            maxLength={4000}
          />
        </>
      )
    case 'refuse':
      return (
        <>
          <TextArea
            name="ground"
            value={sentOf(sent, 'ground')}
            label={say.ground}
            maxLength={4000}
            rows={3}
          />
          <TextField
            name="clause"
            value={sentOf(sent, 'clause')}
            label={say.groundClause}
            choices={dossier.clauses}
            optional
            maxLength={400}
          />
        </>
      )
    case 'complete-task':
      return <TaskFields allowed={allowed} sent={sent} />
    case 'release':
      return (
        <>
          <Radios
            name="delivery"
            label={say.deliveredBy}
            hint={hasFile ? undefined : words.counter.onlineNeedsFile}
            choices={deliveries
              .filter((value) => hasFile || value !== 'online')
              .map((value) => ({ value, label: words.dossier.deliveries[value] }))}
            value={sentOf(sent, 'delivery') || dossier.delivery}
          />
          <TextField
            name="consignment"
            value={sentOf(sent, 'consignment')}
            label={words.counter.consignment}
            hint={words.counter.consignmentHint}
            optional
            maxLength={80}
          />
          <TextField
            name="handedTo"
            value={sentOf(sent, 'handedTo')}
            label={say.handedTo}
            optional
            maxLength={200}
          />
        </>
      )
  }
}

function TaskFields({ allowed, sent }: Pick<ActProps, 'allowed' | 'sent'>): ReactNode {
  const say = useWords().desk
  const finishes = allowed.outcomes.some((outcome) => outcome.finishes)
  const only = allowed.outcomes.length === 1 ? allowed.outcomes[0] : undefined
  return (
    <>
      <input type="hidden" name="taskId" value={allowed.taskId ?? ''} />
      <Radios
        name="outcome"
        label={say.outcome}
        choices={allowed.outcomes.map(({ value, label, finishes: ends }) => ({
          value,
          label: ends ? say.finishes(label) : say.leadsTo(label),
        }))}
        value={sentOf(sent, 'outcome') || (only?.value ?? null)}
      />
      {finishes ? (
        <>
          <TextField
            name="number"
            value={sentOf(sent, 'number')}
            label={say.resultNumber}
            hint={say.resultNumberHint}
            maxLength={80}
            optional={allowed.outcomes.some((outcome) => !outcome.finishes)}
          />
          <FileField
            name="file"
            id="file"
            label={say.resultFile}
            hint={say.resultFileHint}
            accept=".pdf"
            optional
          />
        </>
      ) : null}
      <TextArea
        name="note"
        value={sentOf(sent, 'note')}
        label={say.note}
        optional
        maxLength={4000}
        rows={2}
      />
    </>
  )
}
