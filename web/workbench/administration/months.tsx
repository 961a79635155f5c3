import type { ReactNode } from 'react'
import type { CalendarDay } from '../../../modules/calendars/contract.ts'
import { weekdayOf, type Weekday } from '../../../kernel/dates.ts'
import { useFormat } from '../../kit/format.ts'
import { useWords } from '../../kit/words/use.ts'

const weekdays: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7]
const kinds = ['work', 'week-end', 'rest', 'make-up', 'part'] as const

/** A year, month by month; each day says by its mark, its colour and in words what it is. */
export function Months({ days }: { readonly days: readonly CalendarDay[] }): ReactNode {
  const say = useWords().administration.calendar
  const months = Map.groupBy(days, ({ date }) => date.slice(0, 7))
  return (
    <>
      <ul className="legend" aria-label={say.legend}>
        {kinds.map((kind) => (
          <li key={kind}>
            <span className={`day-${kind}`}>{say.marks[kind] === '' ? '1' : say.marks[kind]}</span>{' '}
            {say.kinds[kind]}
          </li>
        ))}
      </ul>
      <div className="year">
        {[...months].map(([month, own]) => (
          <Month key={month} month={month} days={own} />
        ))}
      </div>
    </>
  )
}

function Month({
  month,
  days,
}: {
  readonly month: string
  readonly days: readonly CalendarDay[]
}): ReactNode {
  const say = useWords().administration.calendar
  const format = useFormat()
  const weeks: (CalendarDay | null)[][] = []
  for (const day of days) {
    const weekday = weekdayOf(day.date)
    if (weeks.length === 0 || weekday === 1) weeks.push(weekdays.map(() => null))
    const week = weeks.at(-1)
    if (week !== undefined) week[weekday - 1] = day
  }
  return (
    <table className="month">
      <caption>{format.month(month)}</caption>
      <thead>
        <tr>
          {weekdays.map((weekday) => (
            <th key={weekday} scope="col">
              {say.weekdays[weekday]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week.find((day) => day !== null)?.date}>
            {week.map((day, index) =>
              day === null ? <td key={weekdays[index]}>{'\u00A0'}</td> : <Day key={day.date} day={day} />,
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Day({ day }: { readonly day: CalendarDay }): ReactNode {
  const say = useWords().administration.calendar
  const { date, kind, exception, hours } = day
  return (
    <td
      className={`day-${kind}`}
      title={exception === null ? undefined : `${exception.name} ${hours.join(', ')}`}
    >
      {Number(date.slice(8))}
      {say.marks[kind] === '' ? null : (
        <span className="day-mark" aria-hidden="true">
          {say.marks[kind]}
        </span>
      )}
      {kind === 'work' ? null : <span className="out-of-sight"> {say.kinds[kind]}</span>}
    </td>
  )
}
