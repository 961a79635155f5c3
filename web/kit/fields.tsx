import type { ReactNode } from 'react'
import { useWords } from './words/use.ts'

export interface FieldProps {
  readonly name: string
  readonly label: ReactNode
  readonly hint?: ReactNode
  /** What is wrong with it, in words; the field is marked and described by it. */
  readonly error?: string | undefined
  readonly optional?: boolean
}

interface InputProps extends FieldProps {
  readonly value?: string
  readonly type?: 'text' | 'search' | 'tel' | 'email' | 'date' | 'month' | 'number'
  readonly inputMode?: 'text' | 'numeric' | 'decimal' | 'tel' | 'email'
  readonly autoComplete?: string
  readonly maxLength?: number
  readonly size?: 'full' | 'date' | 'short'
  readonly placeholder?: string
  /** What may be chosen instead of typed. */
  readonly choices?: readonly string[]
  readonly onChange?: (value: string) => void
}

/** The id of a field's first control: what an error summary links to. */
export function fieldId(name: string): string {
  return `f-${name.replaceAll(/[^\w-]/g, '-')}`
}

function describedBy({ name, hint, error }: FieldProps): string | undefined {
  const ids = [hint ? `${fieldId(name)}-hint` : '', error ? `${fieldId(name)}-error` : ''].filter(Boolean)
  return ids.length === 0 ? undefined : ids.join(' ')
}

function Explained(props: FieldProps): ReactNode {
  const { name, hint, error } = props
  return (
    <>
      {hint ? (
        <p className="field-hint" id={`${fieldId(name)}-hint`}>
          {hint}
        </p>
      ) : null}
      {error ? (
        <p className="field-error" id={`${fieldId(name)}-error`}>
          {error}
        </p>
      ) : null}
    </>
  )
}

export function LabelText({ label, optional }: Pick<FieldProps, 'label' | 'optional'>): ReactNode {
  const words = useWords()
  return (
    <>
      {label}
      {optional ? <span className="soft"> {words.frame.optional}</span> : null}
    </>
  )
}

function frameClass(error: string | undefined): string {
  return error ? 'field wrong' : 'field'
}

export function TextField(props: InputProps): ReactNode {
  const {
    name,
    value,
    type = 'text',
    inputMode,
    autoComplete,
    maxLength,
    size = 'full',
    error,
    choices,
    onChange,
  } = props
  return (
    <div className={frameClass(error)}>
      <label htmlFor={fieldId(name)}>
        <LabelText {...props} />
      </label>
      <Explained {...props} />
      <input
        className={size === 'full' ? 'input' : `input ${size}`}
        id={fieldId(name)}
        name={name}
        type={type}
        inputMode={inputMode}
        autoComplete={autoComplete}
        maxLength={maxLength}
        placeholder={props.placeholder}
        list={choices === undefined ? undefined : `${fieldId(name)}-choices`}
        defaultValue={value}
        aria-describedby={describedBy(props)}
        aria-invalid={error ? true : undefined}
        onChange={onChange && ((event) => onChange(event.currentTarget.value))}
      />
      {choices === undefined ? null : (
        <datalist id={`${fieldId(name)}-choices`}>
          {choices.map((choice) => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          ))}
        </datalist>
      )}
    </div>
  )
}

export function TextArea(
  props: FieldProps & { value?: string; maxLength?: number; rows?: number },
): ReactNode {
  const { name, value, error, maxLength, rows = 4 } = props
  return (
    <div className={frameClass(error)}>
      <label htmlFor={fieldId(name)}>
        <LabelText {...props} />
      </label>
      <Explained {...props} />
      <textarea
        className="input"
        id={fieldId(name)}
        name={name}
        rows={rows}
        maxLength={maxLength}
        defaultValue={value}
        aria-describedby={describedBy(props)}
        aria-invalid={error ? true : undefined}
      />
    </div>
  )
}

/** `id` where a page has several of them, for every one is sent as 'file'. */
export function FileField(props: FieldProps & { id: string; accept?: string }): ReactNode {
  const { name, error, accept } = props
  const described = { ...props, name: props.id }
  return (
    <div className={frameClass(error)}>
      <label htmlFor={fieldId(props.id)}>
        <LabelText {...props} />
      </label>
      <Explained {...described} />
      <input
        className="input"
        id={fieldId(props.id)}
        name={name}
        type="file"
        accept={accept}
        aria-describedby={describedBy(described)}
        aria-invalid={error ? true : undefined}
      />
    </div>
  )
}

export interface Choice {
  readonly value: string
  readonly label: ReactNode
  readonly hint?: ReactNode
}

interface ChoiceProps extends FieldProps {
  readonly choices: readonly Choice[]
  readonly value?: string | null
  readonly onChange?: (value: string) => void
}

/** Up to a handful of choices, all in sight; nothing is chosen for the visitor. */
export function Radios({ value, ...props }: ChoiceProps): ReactNode {
  return <ChoiceSet {...props} type="radio" isChosen={(one) => one === value} />
}

/** Several of a list may be chosen. */
export function Checkboxes({
  values,
  ...props
}: FieldProps & { readonly choices: readonly Choice[]; readonly values: readonly string[] }): ReactNode {
  return <ChoiceSet {...props} type="checkbox" isChosen={(one) => values.includes(one)} />
}

function ChoiceSet(
  props: Omit<ChoiceProps, 'value'> & {
    readonly type: 'radio' | 'checkbox'
    readonly isChosen: (value: string) => boolean
  },
): ReactNode {
  const { name, type, choices, isChosen, error, onChange } = props
  return (
    <fieldset className={frameClass(error)} aria-describedby={describedBy(props)}>
      <legend>
        <LabelText {...props} />
      </legend>
      <Explained {...props} />
      {choices.map((choice, index) => {
        const id = index === 0 ? fieldId(name) : `${fieldId(name)}-${index}`
        return (
          <div className="choice" key={choice.value}>
            <input
              type={type}
              id={id}
              name={name}
              value={choice.value}
              defaultChecked={isChosen(choice.value)}
              onChange={onChange && (() => onChange(choice.value))}
            />
            <label htmlFor={id}>
              {choice.label}
              {choice.hint ? <span className="field-hint small">{choice.hint}</span> : null}
            </label>
          </div>
        )
      })}
    </fieldset>
  )
}

/** Many choices; with a placeholder the first line is empty, so that silence is never an answer; `id` where a page has several of one name. */
export function Select(props: ChoiceProps & { placeholder?: string; id?: string }): ReactNode {
  const { name, choices, value, error, placeholder, onChange } = props
  const described = { ...props, name: props.id ?? name }
  return (
    <div className={frameClass(error)}>
      <label htmlFor={fieldId(described.name)}>
        <LabelText {...props} />
      </label>
      <Explained {...described} />
      <select
        className="input"
        id={fieldId(described.name)}
        name={name}
        defaultValue={value ?? ''}
        aria-describedby={describedBy(described)}
        aria-invalid={error ? true : undefined}
        onChange={onChange && ((event) => onChange(event.currentTarget.value))}
      >
        {placeholder === undefined ? null : <option value="">{placeholder}</option>}
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </div>
  )
}

export function Checkbox(
  props: FieldProps & { value?: string; checked?: boolean; onChange?: (value: boolean) => void },
): ReactNode {
  const { name, value = 'true', checked, error, onChange } = props
  return (
    <div className={frameClass(error)}>
      <Explained {...props} hint={undefined} />
      <div className="choice">
        <input
          type="checkbox"
          id={fieldId(name)}
          name={name}
          value={value}
          defaultChecked={checked}
          aria-describedby={describedBy(props)}
          aria-invalid={error ? true : undefined}
          onChange={onChange && ((event) => onChange(event.currentTarget.checked))}
        />
        <label htmlFor={fieldId(name)}>
          <LabelText {...props} />
          {props.hint ? (
            <span className="field-hint small" id={`${fieldId(name)}-hint`}>
              {props.hint}
            </span>
          ) : null}
        </label>
      </div>
    </div>
  )
}
