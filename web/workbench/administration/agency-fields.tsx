import type { ReactNode } from 'react'
import type { AgencyKind, AgencyState } from '../../../modules/agencies/contract.ts'
import { useWords } from '../../kit/words/use.ts'
import type { Words } from '../../kit/words/words.ts'
import type { AgencyChoice } from './calls.ts'
import { Basis, Choose, Day, Text, type FormProps } from './officer-fields.tsx'

interface AgencyFieldsProps extends FormProps {
  readonly kinds: readonly AgencyKind[]
  readonly agencies: readonly AgencyChoice[]
  readonly startOn: string
  readonly state: Partial<
    Pick<AgencyState, 'name' | 'kind' | 'code' | 'codeStatus' | 'parent' | 'area' | 'counter'>
  >
}

/** What an agency is from a day on, as it stands now to begin with. */
export function AgencyFields({ kinds, agencies, startOn, state, ...form }: AgencyFieldsProps): ReactNode {
  const words = useWords()
  const say = words.administration.bodies
  const isUnit = kinds.length === 1 && kinds[0] === 'unit'
  const kindChoices = kinds.map((kind) => ({ value: kind, label: say.kinds[kind] }))
  return (
    <>
      <Text {...form} name="name" label={say.bodyName} value={state.name ?? ''} />
      <Choose
        {...form}
        name="kind"
        label={say.kind}
        choices={kindChoices}
        value={state.kind ?? kindChoices[0]?.value ?? ''}
      />
      <Choose
        {...form}
        name="parentId"
        label={say.parent}
        choices={agencies}
        placeholder={say.noParent}
        value={state.parent?.id ?? ''}
      />
      {isUnit ? null : (
        <>
          <Text
            {...form}
            name="code"
            label={say.code}
            hint={say.codeHint}
            value={state.code ?? ''}
            optional
          />
          <Choose
            {...form}
            name="codeStatus"
            label={say.codeStatus}
            choices={(['provisional', 'official', 'unpublished'] as const).map((status) => ({
              value: status,
              label: say.codeStatuses[status],
            }))}
            value={state.codeStatus ?? 'provisional'}
          />
          <Text
            {...form}
            name="areaCode"
            label={say.area}
            hint={say.areaHint}
            value={state.area?.code ?? ''}
            optional
          />
        </>
      )}
      <Text
        {...form}
        name="counter"
        label={say.counter}
        hint={say.counterHint}
        value={state.counter ?? ''}
        optional
      />
      <Day {...form} name="from" label={words.administration.from} value={startOn} />
      <Basis {...form} />
    </>
  )
}

export const everyKind: readonly AgencyKind[] = [
  'unit',
  'department',
  'inspectorate',
  'provincial-committee',
  'provincial-office',
  'service-centre',
  'commune-committee',
  'external',
]

export function agencyLabel(
  { administration: say }: Words,
  _intent: string,
  name: string,
): string | undefined {
  const { bodies } = say
  const labels: Readonly<Record<string, string>> = {
    name: bodies.bodyName,
    kind: bodies.kind,
    parentId: bodies.parent,
    code: bodies.code,
    codeStatus: bodies.codeStatus,
    areaCode: bodies.area,
    counter: bodies.counter,
    from: say.from,
    basis: say.basis,
  }
  return labels[name]
}
