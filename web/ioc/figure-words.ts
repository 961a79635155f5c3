import type { Figure, Figures, PublishedPoint, Ratio } from '../../modules/indicators/contract.ts'
import type { Point } from '../kit/charts.tsx'
import type { Format } from '../kit/format.ts'
import type { Tone } from '../kit/marks.tsx'
import type { Words } from '../kit/words/words.ts'
import { yearTo } from './choice.ts'

/** Twelve points, a gap where nothing is known. */
export function pointsOf({ trend }: Pick<Figure, 'trend'>, month: string): readonly Point[] {
  const values = new Map(trend.map((point) => [point.month, point.ratio.value]))
  return yearTo(month).map((one) => ({ label: one.slice(5), value: values.get(one) ?? null }))
}

export function trendWords(figure: Figure, month: string, words: Words, format: Format): string {
  const known = figure.trend.flatMap(({ month: one, ratio }) =>
    ratio.value === null || !yearTo(month).includes(one)
      ? []
      : [words.ioc.trendPoint(format.month(one), format.percent(ratio.value))],
  )
  const text = known.length === 0 ? words.ioc.noData : known.join('; ')
  return words.ioc.trendOf(figure.definition.name, text)
}

export interface Difference {
  readonly text: string
  readonly tone: Tone
}

/** How it differs from the month before, in words; better or worse by the direction that the definition states. */
export function differenceOf(figure: Figure, words: Words, format: Format): Difference {
  const now = figure.ratio?.value ?? null
  const before = figure.previous?.value ?? null
  if (now === null || before === null) return { text: words.ioc.noPrevious, tone: 'unknown' }
  const points = Math.round((now - before) * 10) / 10
  if (points === 0) return { text: words.ioc.same, tone: 'plain' }
  const isUp = points > 0
  const isBetter = isUp === (figure.definition.direction === 'higher-is-better')
  const text = words.ioc.difference(format.number(Math.abs(points), 1), isUp)
  return {
    text: `${text}, ${isBetter ? words.ioc.better : words.ioc.worse}`,
    tone: isBetter ? 'on-time' : 'overdue',
  }
}

export function countsOf(ratio: Ratio, words: Words, format: Format): string {
  const counted = words.ioc.of(format.number(ratio.numerator), format.number(ratio.denominator))
  return ratio.unknown === 0 ? counted : `${counted}; ${words.ioc.unknown(format.number(ratio.unknown))}`
}

/** Why a figure has no value, and what is not known for sure. */
export function noneWords({ definition, ratio, countedFrom }: Figure, words: Words, format: Format): string {
  const say = words.ioc
  if (countedFrom !== null) return say.notCountedThen(format.day(countedFrom))
  const none = definition.key === 'provided-online' ? say.noProcedure : say.noDenominator
  const unknown = ratio?.unknown ?? 0
  return unknown === 0 ? none : `${none}; ${say.unknown(format.number(unknown))}`
}

/** Whose figures they are. */
export function whoseWords(
  { agency, withThoseUnder }: Pick<Figures, 'agency' | 'withThoseUnder'>,
  { ioc }: Words,
): string {
  if (agency === null) return ioc.wholeProvince
  return withThoseUnder ? ioc.withThoseUnder(agency.name) : agency.name
}

export function publishedWords(
  { unit }: Pick<Figure['definition'], 'unit'>,
  point: PublishedPoint,
  words: Words,
  format: Format,
): string {
  const said = unit === '%' ? format.percent(point.value, 2) : format.number(point.value)
  const value = `${point.qualifier === null ? '' : `${point.qualifier} `}${said}`
  return words.ioc.publishedPoint(value, publishedOn(point.on, format))
}

function publishedOn(on: string, format: Format): string {
  if (on.length === 10) return format.day(on)
  return on.length === 7 ? format.month(on) : on
}
