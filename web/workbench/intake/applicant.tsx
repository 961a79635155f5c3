import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useFetcher } from 'react-router'
import type { PersonFound, ReusablePaper } from '../../../modules/dossiers/contract.ts'
import { Radios, TextField } from '../../kit/fields.tsx'
import { useFormat } from '../../kit/format.ts'
import { Notice } from '../../kit/marks.tsx'
import { useWords } from '../../kit/words/use.ts'
import { sentOf, type Sent } from '../sent.ts'
import { digitsOf } from './read.ts'

export type Known = NonNullable<PersonFound['person']>

/** What looking somebody up by the national id came to. */
export interface Found {
  readonly kind: 'found'
  readonly nationalId: string
  readonly person: Known | null
  readonly papers: readonly ReusablePaper[]
  /** Why nobody could be looked up; null where somebody was looked for. */
  readonly failed: string | null
}

/** Looks whoever it is up as soon as all twelve digits are there. */
export function useLookUp(known: (found: Found) => void) {
  const fetcher = useFetcher<Found | { readonly kind: 'refused' }>()
  const [typed, setTyped] = useState('')
  const asked = useRef('')
  const told = useRef(known)
  const found = fetcher.data?.kind === 'found' && fetcher.data.nationalId === typed ? fetcher.data : null
  useEffect(() => {
    told.current = known
  })
  useEffect(() => {
    if (found !== null) told.current(found)
  }, [found])
  return {
    found,
    isLooking: fetcher.state !== 'idle',
    typed: (text: string): void => {
      const digits = digitsOf(text)
      setTyped(digits)
      const before = asked.current
      asked.current = /^\d{12}$/.test(digits) ? digits : ''
      if (asked.current === '' || asked.current === before) return
      void fetcher.submit({ intent: 'find', nationalId: digits }, { method: 'post' })
    },
  }
}

/** Who brought it: somebody known by the number, somebody new, or nobody with a number at all. */
export function Applicant({
  sent,
  errors,
  lookUp,
}: {
  readonly sent: Sent
  readonly errors: ReadonlyMap<string, string>
  readonly lookUp: ReturnType<typeof useLookUp>
}): ReactNode {
  const words = useWords()
  const say = words.intake
  const kind = sentOf(sent, 'applicantKind') === 'organisation' ? 'organisation' : 'citizen'
  const isCitizen = kind === 'citizen'
  const { found, isLooking } = lookUp
  const person = isCitizen ? (found?.person ?? null) : null
  const field = (name: string) => ({ name, value: sentOf(sent, name), error: errors.get(name) })
  return (
    <section className="panel" aria-labelledby="applicant-title">
      <h2 id="applicant-title">{say.applicant}</h2>
      {isCitizen ? (
        <>
          <TextField
            {...field('nationalId')}
            label={say.nationalId}
            hint={say.nationalIdHint}
            inputMode="numeric"
            autoComplete="off"
            maxLength={20}
            size="date"
            onChange={lookUp.typed}
          />
          <div aria-live="polite">
            {isLooking ? <p className="soft">{say.looking}</p> : null}
            {person === null ? null : <KnownPerson person={person} />}
            {found !== null && person === null ? <p>{found.failed ?? say.notKnown}</p> : null}
          </div>
        </>
      ) : null}
      {person === null ? (
        <>
          <div className="side-by-side">
            <Radios
              name="applicantKind"
              label={say.kind}
              choices={(['citizen', 'organisation'] as const).map((value) => ({
                value,
                label: say.kinds[value],
              }))}
              value={kind}
            />
          </div>
          <TextField {...field('applicantName')} label={say.name[kind]} maxLength={200} autoComplete="off" />
          <div className="fields-row">
            {isCitizen ? (
              <TextField
                {...field('applicantBirthOn')}
                label={say.birthOn}
                hint={words.form.hints.date}
                inputMode="numeric"
                size="date"
                autoComplete="off"
                optional
              />
            ) : null}
            <TextField
              {...field('applicantPhone')}
              label={say.phone}
              hint={words.form.hints['phone-vn']}
              type="tel"
              size="date"
              autoComplete="off"
              optional
            />
            <TextField
              {...field('applicantEmail')}
              label={say.email}
              hint={words.form.hints.email}
              autoComplete="off"
              optional
            />
          </div>
        </>
      ) : null}
    </section>
  )
}

function KnownPerson({ person }: { readonly person: Known }): ReactNode {
  const say = useWords().intake
  const format = useFormat()
  return (
    <Notice tone="on-time">
      <input type="hidden" name="personId" value={person.id} />
      <p>
        <strong>{say.known(person.name)}</strong>
        {person.birthOn === null ? null : `, ${say.bornOn(format.day(person.birthOn))}`}
        {person.phone === null ? null : `, ${say.phoneOf(person.phone)}`}
      </p>
      <p className="soft small">{say.knownNote}</p>
    </Notice>
  )
}
