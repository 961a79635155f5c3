import { Problem } from '../../kernel/problem.ts'
import type { Db, Tx } from '../db/index.ts'

/** A demo shows simulated people and signs them in by stand-ins; a real province never does either. */
export type ProvinceMode = 'demo' | 'real'

/** The mode decided at first start; undefined before. */
export async function provinceMode(db: Db): Promise<ProvinceMode | undefined> {
  const row = await db.maybe<{ mode: ProvinceMode }>('SELECT mode FROM province_mode')
  return row?.mode
}

/**
 * Decides the mode, once for ever, and returns the one in force. Without a wish an undecided province becomes a
 * demo. Problem 'auth.province-mode-decided' when the wish contradicts what was decided.
 */
export async function decideProvinceMode(
  tx: Tx,
  at: Date,
  wish: ProvinceMode | undefined,
): Promise<ProvinceMode> {
  await tx.run('INSERT INTO province_mode (mode, decided_at) VALUES ($1, $2) ON CONFLICT (one) DO NOTHING', [
    wish ?? 'demo',
    at,
  ])
  const { mode } = await tx.one<{ mode: ProvinceMode }>('SELECT mode FROM province_mode')
  if (wish !== undefined && wish !== mode) {
    throw new Problem('conflict', 'auth.province-mode-decided', { meta: { decided: mode, wish } })
  }
  return mode
}
