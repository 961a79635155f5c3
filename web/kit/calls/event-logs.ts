import type { LoaderFunctionArgs } from 'react-router'
import type { EventLogs } from '../../../connectors/event-log/contract.ts'
import { get } from '../api.ts'

/** The event logs that were taken in, each with its counts. */
export async function listEventLogs(routed: Pick<LoaderFunctionArgs, 'context'>): Promise<EventLogs['logs']> {
  return (await get<EventLogs>(routed, '/api/v1/event-logs')).logs
}
