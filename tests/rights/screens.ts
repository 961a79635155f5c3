import type { RouteConfigEntry } from '@react-router/dev/routes'
import screens from '../../web/routes.ts'

/** The address of every screen, written as the API's routes are; the one for unknown addresses is '/*'. */
export function screenPaths(): readonly string[] {
  return [...new Set(pathsOf(screens, ''))]
}

function pathsOf(entries: readonly RouteConfigEntry[], below: string): string[] {
  return entries.flatMap(({ path, children, index }) => {
    const own = path === undefined ? below : `${below}/${path}`
    if (children !== undefined && index !== true) return pathsOf(children, own)
    return [own === '' ? '/' : own]
  })
}
