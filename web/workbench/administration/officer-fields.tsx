import type { ReactNode } from 'react'
import type { OfficerPage, Role } from '../../../modules/people/contract.ts'
import { Select, TextField } from '../../kit/fields.tsx'
import { useFormat } from '../../kit/format.ts'
import { useWords } from '../../kit/words/use.ts'
import type { Words } from '../../kit/words/words.ts'
import { sentOf, type Sent } from '../sent.ts'
import type { AgencyChoice } from './calls.ts'
import { named } from './sending.ts'

export interface FormProps {
  readonly intent: string
  readonly sent: Sent
  readonly errors: ReadonlyMap<string, string>
}

interface FieldOf extends FormProps {
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly optional?: boolean
  /** What stands there before anybody wrote. */
  readonly value?: string
}

function common({ intent, name, label, hint, errors, optional }: FieldOf) {
  const full = named(intent, name)
  return {
    name: full,
    label,
    ...(hint === undefined ? {} : { hint }),
    ...(optional === undefined ? {} : { optional }),
    error: errors.get(full),
  }
}

/** What was sent, or what stands there before. */
function valueOf({ intent, name, sent, value = '' }: FieldOf): string {
  const full = named(intent, name)
  return sent.some(([one]) => one === full) ? sentOf(sent, full) : value
}

export function Text(props: FieldOf): ReactNode {
  return <TextField {...common(props)} value={valueOf(props)} maxLength={500} />
}

export function Day(props: FieldOf): ReactNode {
  return <TextField {...common(props)} type="date" size="date" value={valueOf(props)} />
}

export function Choose(
  props: FieldOf & { readonly choices: readonly AgencyChoice[]; readonly placeholder?: string },
): ReactNode {
  const { choices, placeholder } = props
  return (
    <Select
      {...common(props)}
      choices={choices}
      value={valueOf(props)}
      {...(placeholder === undefined ? {} : { placeholder })}
    />
  )
}

export function Basis(props: FormProps): ReactNode {
  const say = useWords().administration
  return <Text {...props} name="basis" label={say.basis} hint={say.basisHint} />
}

export function roleChoices(roles: readonly Role[], words: Words): readonly AgencyChoice[] {
  return roles.map((role) => ({ value: role, label: words.dossier.roles[role] }))
}

/** The roles that can still be ended, each with its agency and its days. */
export function useEndable(officer: OfficerPage): readonly AgencyChoice[] {
  const words = useWords()
  const format = useFormat()
  return officer.assignments
    .filter(({ mayEnd }) => mayEnd)
    .map(({ id, agency, role, from }) => ({
      value: id,
      label: `${words.dossier.roles[role]}, ${agency.name}, ${words.administration.since(format.day(from))}`,
    }))
}
