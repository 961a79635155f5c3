import type { ReactNode } from 'react'
import { useLoaderData, type LoaderFunctionArgs } from 'react-router'
import type { MyReading } from '../../../modules/dossiers/contract.ts'
import { listMyReadings } from '../../kit/calls/dossiers.ts'
import { wordOf } from '../../kit/derivation.tsx'
import { useFormat } from '../../kit/format.ts'
import { Back, PageTitle } from '../../kit/frame.tsx'
import { Notice } from '../../kit/marks.tsx'
import { sentence } from '../../kit/problems.ts'
import { useWords } from '../../kit/words/use.ts'
import type { Words } from '../../kit/words/words.ts'
import { looksByDay, type Look } from './looks.ts'

export async function loader(routed: LoaderFunctionArgs) {
  const before = new URL(routed.request.url).searchParams.get('before')
  return { before, readings: await listMyReadings(routed, before) }
}

/** Who looked at my data: every look that was written down, newest first. */
export default function Readings(): ReactNode {
  const { before, readings } = useLoaderData<typeof loader>()
  const words = useWords()
  const format = useFormat()
  const say = words.readings
  return (
    <>
      <Back to="/ho-so" text={words.mine.title} />
      <PageTitle title={say.title} lead={say.lead} />
      {readings.items.length === 0 ? (
        <Notice tone="plain" title={before === null ? say.noneTitle : say.noMore}>
          <p>{say.none}</p>
        </Notice>
      ) : null}
      {looksByDay(readings.items).map(({ day, looks }) => (
        <section key={day} aria-labelledby={`day-${day}`}>
          <h2 id={`day-${day}`}>{sentence(format.dayWithWeekday(day))}</h2>
          <ul className="bare rows">
            {looks.map((look) => (
              <LookRow key={look.reading.id} look={look} />
            ))}
          </ul>
        </section>
      ))}
      <p className="pages">
        {before === null ? null : <a href="/toi/luot-xem">{say.newest}</a>}
        {readings.next === null ? null : (
          <a href={`/toi/luot-xem?before=${readings.next}`}>{words.frame.more}</a>
        )}
      </p>
      {readings.items.length === 0 ? null : <p className="soft">{say.ask}</p>}
    </>
  )
}

function LookRow({ look: { reading, times, fields } }: { readonly look: Look }): ReactNode {
  const words = useWords()
  const format = useFormat()
  const say = words.readings
  const { dossier } = reading
  return (
    <li>
      <strong>{readerWords(reading, words)}</strong>
      <p>{wordOf(say.purposes, reading.purpose)}</p>
      {fields.length === 0 ? null : <p className="soft">{say.fieldsAre(fieldWords(fields, words))}</p>}
      <p className="soft small numbers">
        {times.map((at) => format.time(at)).join(', ')}
        {dossier === null ? null : (
          <>
            {' · '}
            <a href={`/ho-so/${encodeURIComponent(dossier.code)}`}>
              {dossier.procedureName}, <span className="code">{dossier.code}</span>
            </a>
          </>
        )}
      </p>
    </li>
  )
}

/** 'Cán bộ thụ lý, UBND phường Long An'; a system by its name. */
function readerWords({ duty, agencyName, system }: MyReading, words: Words): string {
  const say = words.readings
  if (system !== null) return wordOf(say.systems, system)
  const who = duty === null ? say.officer : wordOf(words.dossier.roles, duty)
  return sentence(agencyName === null ? who : `${who}, ${agencyName}`)
}

function fieldWords(fields: readonly string[], words: Words): string {
  const say = words.readings
  const named = fields.map((field) => wordOf(say.fields, field.replace(/\/.*/, '/')))
  return [...new Set(named)].join(', ')
}
