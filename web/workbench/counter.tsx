import type { ReactNode } from 'react'
import { Form } from 'react-router'
import type { Account, DossierPage, Part } from '../../modules/dossiers/contract.ts'
import type { FeeLine } from '../../modules/procedures/contract.ts'
import { Button, ButtonRow } from '../kit/buttons.tsx'
import { Checkboxes, FileField, TextField } from '../kit/fields.tsx'
import type { Asked } from '../kit/form/asked.ts'
import { asksAboutFees, canBeSettled, FeeFields } from '../kit/form/fees.tsx'
import { useFormat } from '../kit/format.ts'
import { useWords } from '../kit/words/use.ts'
import type { CounterAct } from './read-counter-act.ts'
import { givenOf, sentOf, type Sent } from './sent.ts'
import { SupplementFields } from './supplement-fields.tsx'

interface CounterProps {
  readonly dossier: DossierPage
  readonly fees: readonly FeeLine[]
  readonly asked: Asked | null
  /** Names the next act of taking cash. */
  readonly once: string
  readonly failed: { readonly intent: string; readonly sent: Sent } | null
  readonly errors: ReadonlyMap<string, string>
}

/** What may be done at the counter beside the dossier's course; nothing is shown that could not be done now. */
export function CounterActs(props: CounterProps): ReactNode {
  const say = useWords().counter
  const { dossier, fees, asked, once, failed, errors } = props
  const { account, parts } = dossier
  const may = new Set(dossier.sideActions)
  const held = parts.filter(({ originals, returnedAt }) => originals > 0 && returnedAt === null)
  const undigitised = parts.filter(({ file }) => file === null)
  const acts: readonly (readonly [CounterAct, boolean, (sent: Sent) => ReactNode])[] = [
    [
      'receive-supplement',
      may.has('receive-supplement') && asked !== null,
      (sent) =>
        asked === null ? null : (
          <SupplementFields asked={asked} answers={dossier.answers} sent={sent} errors={errors} />
        ),
    ],
    [
      'settle-fees',
      may.has('settle-fees') && maySettle(account, fees),
      (sent) => <FeesToSettle dossier={dossier} fees={fees} sent={sent} />,
    ],
    [
      'receive-cash',
      may.has('receive-cash') && account !== null && account.outstanding > 0,
      (sent) => <Cash outstanding={account?.outstanding ?? 0} once={once} sent={sent} />,
    ],
    [
      'refund',
      may.has('refund') && account !== null && refundable(account) > 0,
      (sent) => <Refund account={account} once={once} sent={sent} />,
    ],
    ['return-papers', may.has('handle-papers') && held.length > 0, () => <Returned held={held} />],
    ['digital-copy', may.has('handle-papers') && undigitised.length > 0, () => null],
  ]
  const open = acts.filter(([, isOpen]) => isOpen)
  if (open.length === 0) return null
  return (
    <section className="panel actions" aria-labelledby="counter-title">
      <h2 id="counter-title">{say.title}</h2>
      {open.map(([act, , fields]) => (
        <details key={act} name="counter" open={failed?.intent === act || act === 'receive-supplement'}>
          <summary>{say[act].name}</summary>
          {act === 'digital-copy' ? (
            undigitised.map((part) => <DigitalCopy key={part.id} part={part} />)
          ) : (
            <Act act={act}>{fields(failed?.intent === act ? failed.sent : [])}</Act>
          )}
        </details>
      ))}
    </section>
  )
}

/** Once something was paid the lines stand; where nothing is asked they would come out the same again. */
function maySettle(account: Account | null, fees: readonly FeeLine[]): boolean {
  if (!canBeSettled(fees)) return false
  return account === null || (account.paid === 0 && asksAboutFees(fees))
}

function Act({ act, children }: { readonly act: CounterAct; readonly children: ReactNode }): ReactNode {
  const words = useWords()
  const say = words.counter[act]
  const bringsFiles = act === 'digital-copy' || act === 'receive-supplement'
  return (
    <Form
      method="post"
      encType={bringsFiles ? 'multipart/form-data' : 'application/x-www-form-urlencoded'}
      noValidate
    >
      <input type="hidden" name="intent" value={act} />
      {children}
      <p className="consequence">
        <strong>{words.desk.consequence}:</strong> {say.consequence}
      </p>
      <ButtonRow>
        <Button weight="second">{say.do}</Button>
      </ButtonRow>
    </Form>
  )
}

function FeesToSettle({
  dossier: { account, answers, clauses },
  fees,
  sent,
}: {
  readonly dossier: Pick<DossierPage, 'account' | 'answers' | 'clauses'>
  readonly fees: readonly FeeLine[]
  readonly sent: Sent
}): ReactNode {
  const say = useWords().counter
  return (
    <>
      <FeeFields lines={fees} answers={answers} sent={(name) => givenOf(sent, name)} />
      {account === null ? null : (
        <>
          <input type="hidden" name="is-changed" value="true" />
          <TextField
            name="basis"
            label={say.basis}
            hint={say.basisHint}
            value={sentOf(sent, 'basis')}
            choices={clauses}
            maxLength={400}
          />
        </>
      )}
    </>
  )
}

function Cash({
  outstanding,
  once,
  sent,
}: {
  readonly outstanding: number
  readonly once: string
  readonly sent: Sent
}): ReactNode {
  const say = useWords().counter
  const format = useFormat()
  return (
    <>
      <input type="hidden" name="once" value={once} />
      <TextField
        name="cash"
        label={say.cash}
        hint={say.cashHint(format.money(outstanding))}
        inputMode="numeric"
        size="short"
        value={givenOf(sent, 'cash') ?? format.number(outstanding)}
      />
    </>
  )
}

/** What was paid for the fees and is not given back yet. */
function refundable({ paid, refunds }: Account): number {
  return refunds.reduce((left, { amount, surplus }) => (surplus ? left : left - amount), paid)
}

function Refund({
  account,
  once,
  sent,
}: {
  readonly account: Account | null
  readonly once: string
  readonly sent: Sent
}): ReactNode {
  const say = useWords().counter
  const format = useFormat()
  return (
    <>
      <input type="hidden" name="once" value={once} />
      {account?.lines.map(({ key, name, amount, exemption }) => (
        <div key={key}>
          <input type="hidden" name="refund-key" value={key} />
          <input type="hidden" name={`name:${key}`} value={name} />
          <TextField
            name={`refund:${key}`}
            label={say.refundLine(name)}
            hint={say.refundLineHint(format.money(amount - (exemption?.amount ?? 0)))}
            optional
            inputMode="numeric"
            size="short"
            value={sentOf(sent, `refund:${key}`)}
          />
        </div>
      ))}
      <TextField
        name="refund-reason"
        label={say.refundReason}
        value={sentOf(sent, 'refund-reason')}
        maxLength={1000}
      />
      <TextField
        name="refund-clause"
        label={say.refundClause}
        value={sentOf(sent, 'refund-clause')}
        maxLength={400}
      />
    </>
  )
}

function Returned({ held }: { readonly held: readonly Part[] }): ReactNode {
  const say = useWords().counter
  const format = useFormat()
  return (
    <Checkboxes
      name="returned"
      label={say.returned}
      choices={held.map(({ id, title, originals }) => ({
        value: id,
        label: title,
        hint: say.originals(format.number(originals)),
      }))}
      values={[]}
    />
  )
}

function DigitalCopy({ part: { id, title } }: { readonly part: Part }): ReactNode {
  const words = useWords()
  return (
    <Act act="digital-copy">
      <input type="hidden" name="part" value={id} />
      <FileField
        name="copy"
        id={`copy-${id}`}
        label={words.counter.fileFor(title)}
        hint={words.wizard.fileHint}
        accept=".pdf,.jpg,.jpeg,.png"
      />
    </Act>
  )
}
