import type { ReactNode } from 'react'
import { Form } from 'react-router'
import { Button } from '../kit/buttons.tsx'
import type { FigureChoice } from '../kit/calls/indicators.ts'
import { Select, TextField } from '../kit/fields.tsx'
import { useFormat } from '../kit/format.ts'
import { useWords } from '../kit/words/use.ts'
import { monthsTo } from './choice.ts'

export interface NamedAgency {
  readonly id: string
  readonly name: string
}

/** Which month, whose, and as it was known when; a plain form that asks by the address. */
export function Choose({
  choice,
  month,
  now,
  agencies,
  keeps = false,
  whole,
}: {
  readonly choice: FigureChoice
  readonly month: string
  /** The instant of now: the months to choose from end with its month. */
  readonly now: string
  readonly agencies: readonly NamedAgency[] | null
  /** Whether what else the choice is narrowed to stays so. */
  readonly keeps?: boolean
  /** What is shown where no agency is chosen. */
  readonly whole?: string
}): ReactNode {
  const say = useWords().ioc
  const format = useFormat()
  return (
    <Form className="choose" key={`${month}${choice.agencyId ?? ''}${choice.asRecordedOn ?? ''}`}>
      {keeps ? <Kept choice={choice} /> : null}
      <Select
        name="month"
        label={say.period}
        choices={monthsTo(month, now).map((one) => ({ value: one, label: format.month(one) }))}
        value={month}
      />
      {agencies === null ? null : (
        <Select
          name="agency"
          label={say.agency}
          placeholder={whole ?? say.wholeProvince}
          choices={agencies.map(({ id, name }) => ({ value: id, label: name }))}
          value={choice.agencyId}
        />
      )}
      <TextField
        name="as"
        label={say.asRecorded}
        inputMode="numeric"
        size="date"
        placeholder={say.dayExample}
        value={choice.asRecordedOn === null ? '' : format.day(choice.asRecordedOn)}
      />
      <Button weight="second">{say.show}</Button>
    </Form>
  )
}

function Kept({ choice }: { readonly choice: FigureChoice }): ReactNode {
  const kept = { agency: choice.agencyId, procedure: choice.procedure, channel: choice.channel }
  return Object.entries(kept).map(([name, value]) =>
    value === null ? null : <input key={name} type="hidden" name={name} value={value} />,
  )
}
