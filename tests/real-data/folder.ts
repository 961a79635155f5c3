import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Where a file of the real data lies, or undefined where there is none: its tests are then skipped, and say so. */
export function realFile(name: string): string | undefined {
  const folder = process.env['THONGSUOT_REAL_DATA']
  if (folder === undefined || folder === '') return undefined
  const path = join(folder, name)
  return existsSync(path) ? path : undefined
}
