import type { ReactNode } from 'react'
import { Form } from 'react-router'
import { Button } from '../kit/buttons.tsx'
import type { FigureChoice } from '../kit/calls/indicators.ts'
import { Select, TextField } from '../kit/fields.tsx'
import { useWords } from '../kit/words/use.ts'

export interface NamedAgency {
  readonly id: string
  readonly name: string
}

/** Which month, whose, and as it was known when; a plain form that asks by the address. */
export function Choose({
  choice,
  month,
  agencies,
}: {
  readonly choice: FigureChoice
  readonly month: string
  readonly agencies: readonly NamedAgency[] | null
}): ReactNode {
  const say = useWords().ioc
  return (
    <Form className="choose" key={`${month}${choice.agencyId ?? ''}${choice.asRecordedOn ?? ''}`}>
      <TextField name="month" label={say.period} type="month" value={month} />
      {agencies === null ? null : (
        <Select
          name="agency"
          label={say.agency}
          placeholder={say.wholeProvince}
          choices={agencies.map(({ id, name }) => ({ value: id, label: name }))}
          value={choice.agencyId}
        />
      )}
      <TextField name="as" label={say.asRecorded} type="date" value={choice.asRecordedOn ?? ''} />
      <Button weight="second">{say.show}</Button>
    </Form>
  )
}
