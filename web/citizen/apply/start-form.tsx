import type { ReactNode } from 'react'
import type { PublicAgency } from '../../../modules/agencies/contract.ts'
import type { Delivery, DraftInput } from '../../../modules/dossiers/contract.ts'
import type { Declaration } from '../../../modules/procedures/contract.ts'
import { Button, ButtonRow } from '../../kit/buttons.tsx'
import { Radios, Select } from '../../kit/fields.tsx'
import { besideFields, type FieldError } from '../../kit/error-summary.tsx'
import { sentence } from '../../kit/problems.ts'
import { Original } from '../../kit/original.tsx'
import { useWords } from '../../kit/words/use.ts'
import type { Words } from '../../kit/words/words.ts'

const deliveries: readonly Delivery[] = ['counter', 'post', 'online']

export type Start = Pick<DraftInput, 'caseKey' | 'agencyId' | 'delivery'>

/** Which case, which agency, how the result comes back: what has to be known before anything is asked. */
export function StartForm({
  declaration,
  agencies,
  start,
  errors,
}: {
  readonly declaration: Declaration
  readonly agencies: readonly PublicAgency[]
  readonly start: Start
  readonly errors: readonly FieldError[]
}): ReactNode {
  const words = useWords()
  const say = words.wizard
  const errorOf = (name: string): string | undefined => besideFields(errors).get(name)
  return (
    <form method="post">
      {declaration.cases.length === 1 ? null : (
        <Radios
          name="caseKey"
          label={say.case}
          choices={declaration.cases.map(({ key, name, help }) => ({
            value: key,
            label: <Original>{name}</Original>,
            hint: <Original>{help}</Original>,
          }))}
          value={start.caseKey}
          error={errorOf('caseKey')}
        />
      )}
      <Select
        name="agencyId"
        label={say.agency}
        hint={declaration.agencies.choice}
        placeholder={say.chooseAgency}
        choices={agencies.map(({ id, name }) => ({ value: id, label: name }))}
        value={start.agencyId}
        error={errorOf('agencyId')}
      />
      <Radios
        name="delivery"
        label={say.delivery}
        choices={deliveries.map((value) => ({ value, label: words.dossier.deliveries[value] }))}
        value={start.delivery}
        error={errorOf('delivery')}
      />
      <ButtonRow>
        <Button>{words.frame.goOn}</Button>
      </ButtonRow>
    </form>
  )
}

/** The start as a post brings it; a procedure with one case needs no choice. */
export function readStart(post: FormData, declaration: Declaration): Start {
  const text = (name: string): string | null => {
    const sent = post.get(name)
    return typeof sent === 'string' && sent !== '' ? sent : null
  }
  const only = declaration.cases.length === 1 ? declaration.cases[0]?.key : undefined
  const chosen = text('caseKey')
  return {
    caseKey: only ?? declaration.cases.find(({ key }) => key === chosen)?.key ?? null,
    agencyId: text('agencyId'),
    delivery: deliveries.find((delivery) => delivery === text('delivery')) ?? null,
  }
}

export function startErrors(start: Start, words: Words): FieldError[] {
  const say = words.wizard
  const rule = words.problems.rules.choice
  const labels = { caseKey: say.case, agencyId: say.agency, delivery: say.delivery } as const
  return (['caseKey', 'agencyId', 'delivery'] as const).flatMap((name) =>
    start[name] === null ? [{ name, text: `${labels[name]}: ${rule}`, short: sentence(rule) }] : [],
  )
}
