import { localDateOf } from '../../../../kernel/dates.ts'

// Asia/Ho_Chi_Minh is UTC+7 all year.
const ZONE_MS = 7 * 3_600_000

/** An instant as the portal writes it: yyyyMMddHHmmss, local, without a mark of its zone. */
export function toWireTime(instant: Date): string {
  const time = new Date(instant.getTime() + ZONE_MS).toISOString().slice(11, 19)
  return localDateOf(instant).replaceAll('-', '') + time.replaceAll(':', '')
}

/** The portal's way to say that there is no such instant. */
export function toWireTimeOrEmpty(instant: Date | null): string {
  return instant === null ? '' : toWireTime(instant)
}
