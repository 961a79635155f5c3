import type { Database } from '../../../platform/db/index.ts'
import { localDateOf, type LocalDate } from '../../../kernel/dates.ts'
import { leaseSerials } from '../store/dossier.ts'

const BLOCK = 20

/** Gives out the serials of dossier codes; each process leases blocks of its own, so no submission waits for another's. */
export interface Serials {
  next(agencyId: string, day: LocalDate): Promise<number>
}

interface Lease {
  next: number
  end: number
  renewal: Promise<void> | null
}

export function leasedSerials(database: Database): Serials {
  const leases = new Map<string, Lease>()
  return {
    async next(agencyId, day) {
      const key = `${agencyId} ${day}`
      for (;;) {
        const lease = leases.get(key) ?? { next: 0, end: 0, renewal: null }
        leases.set(key, lease)
        if (lease.next < lease.end) return lease.next++
        lease.renewal ??= leaseSerials(database, agencyId, day, BLOCK)
          .then((first) => {
            lease.next = first
            lease.end = first + BLOCK
          })
          .finally(() => {
            lease.renewal = null
          })
        await lease.renewal
        forgetOtherDays(leases, day)
      }
    },
  }
}

function forgetOtherDays(leases: Map<string, Lease>, day: LocalDate): void {
  if (leases.size < 1000) return
  for (const key of leases.keys()) if (!key.endsWith(day)) leases.delete(key)
}

/**
 * A dossier's code: agency identifier, local day of submission, serial of the day (after TT 01/2018/TT-VPCP Đ19 and
 * the shape seen in use since; four digits widen when a day has more).
 */
export function dossierCode(agencyCode: string, at: Date, serial: number): string {
  const day = localDateOf(at).slice(2).replaceAll('-', '')
  return `${agencyCode}-${day}-${String(serial).padStart(4, '0')}`
}
