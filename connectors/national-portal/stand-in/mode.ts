import { Type, type Static } from 'typebox'

/**
 * How the stand-in behaves: `slow` takes a push in and answers too late, `broken` takes it in and drops the connection,
 * `stopped` takes nothing in.
 */
export const Mode = Type.Enum(['working', 'slow', 'broken', 'stopped'])
export type Mode = Static<typeof Mode>

export const modes = ['working', 'slow', 'broken', 'stopped'] as const satisfies readonly Mode[]
