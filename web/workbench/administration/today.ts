import type { LoaderFunctionArgs } from 'react-router'
import { localDateOf } from '../../../kernel/dates.ts'
import { visitContext } from '../../kit/api.ts'

/** The house's local day, which is where a date field begins. */
export function today({ context }: Pick<LoaderFunctionArgs, 'context'>): string {
  return localDateOf(new Date(context.get(visitContext).now()))
}
