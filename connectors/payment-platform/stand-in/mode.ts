import { Type, type Static } from 'typebox'

/**
 * How the stand-in behaves. `slow`: answers and confirms too late. `down`: answers nothing. `double`: confirms twice at the same
 * time. `silent`: never confirms. `wrong-signature`: confirms under a checksum that is none. `wrong-amount`: takes a thousand
 * đồng less than was asked for, and says so.
 */
export const modes = [
  'working',
  'slow',
  'down',
  'double',
  'silent',
  'wrong-signature',
  'wrong-amount',
] as const
export const Mode = Type.Enum([...modes])
export type Mode = Static<typeof Mode>
