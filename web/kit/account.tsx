import type { ReactNode } from 'react'
import type { Account } from '../../modules/dossiers/contract.ts'
import { useFormat } from './format.ts'
import { Tag, type Tone } from './marks.tsx'
import { Original } from './original.tsx'
import { useWords } from './words/use.ts'

const tones: Readonly<Record<Account['state'], Tone>> = {
  'nothing-due': 'plain',
  due: 'due-soon',
  paid: 'on-time',
}

/** What a dossier costs, line by line with the clause, and what was paid for it. */
export function AccountShown({ account }: { readonly account: Account }): ReactNode {
  const say = useWords().money
  const format = useFormat()
  const { lines, due, paid, outstanding, payments, state } = account
  return (
    <>
      <p>
        <Tag tone={tones[state]}>
          {state === 'due' ? `${say.states.due}: ${format.money(outstanding)}` : say.states[state]}
        </Tag>
      </p>
      {lines.length === 0 ? null : (
        <ul className="bare rows">
          {lines.map((line) => (
            <li key={line.key}>
              <p className="sum">
                <span>
                  <Original>{line.name}</Original>
                </span>
                <strong className="numbers">{format.money(line.amount)}</strong>
              </p>
              <p className="soft small">
                {say.clause}: <Original>{line.clause}</Original>
              </p>
              {line.exemption === null ? null : (
                <p className="small">
                  {say.exempted(format.money(line.exemption.amount), line.exemption.reason)} (
                  <Original>{line.exemption.clause}</Original>)
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
      {due === 0 && paid === 0 ? null : (
        <dl className="sums">
          <Sum name={say.due} dong={due} />
          <Sum name={say.paid} dong={paid} />
          <Sum name={say.outstanding} dong={outstanding} />
        </dl>
      )}
      <Refunds account={account} />
      {payments.length === 0 ? null : (
        <>
          <h3>{say.payments}</h3>
          <ul className="bare rows">
            {payments.map((payment) => (
              <li key={payment.number}>
                <p className="sum">
                  <span>
                    {format.dateTime(payment.at)} · {say.channels[payment.channel]}
                  </span>
                  <strong className="numbers">{format.money(payment.amount)}</strong>
                </p>
                <p className="soft small numbers">
                  {payment.channel === 'cash' ? say.receipt(payment.number) : say.reference(payment.number)}
                </p>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}

function Refunds({ account: { refunds } }: { readonly account: Account }): ReactNode {
  const say = useWords().money
  const format = useFormat()
  if (refunds.length === 0) return null
  return (
    <>
      <h3>{say.refunds}</h3>
      <ul className="bare rows">
        {refunds.map(({ id, amount, surplus, reason, clause, decidedAt, returned }) => (
          <li key={id}>
            <p>{say.refundOf(format.money(amount), surplus)}</p>
            <p className="soft small">
              <Original>{say.refundGround(reason, clause)}</Original>
            </p>
            <p className="soft small">
              {returned === null
                ? say.refundOwed(format.dateTime(decidedAt))
                : say.refunded(format.dateTime(returned.at), say.refundWays[returned.way], returned.number)}
            </p>
          </li>
        ))}
      </ul>
    </>
  )
}

function Sum({ name, dong }: { readonly name: string; readonly dong: number }): ReactNode {
  const format = useFormat()
  return (
    <div className="sum">
      <dt>{name}</dt>
      <dd className="numbers">{format.money(dong)}</dd>
    </div>
  )
}
