export type Area = 'citizen' | 'workbench' | 'ioc'

/** What a route says of its page: `export const handle: PageHandle = { scripts: true }` where JavaScript makes it better; the others send none. */
export interface PageHandle {
  readonly area?: Area
  readonly scripts?: boolean
  /** Made for a wall: dark unless the visitor chose, and without the frame's ways to elsewhere. */
  readonly wall?: boolean
}

export function carriesScripts(handles: readonly unknown[]): boolean {
  return handles.some((handle) => isHandle(handle) && handle.scripts === true)
}

export function isWall(handles: readonly unknown[]): boolean {
  return handles.some((handle) => isHandle(handle) && handle.wall === true)
}

export function areaOf(handles: readonly unknown[]): Area {
  return (
    handles.flatMap((handle) => (isHandle(handle) && handle.area ? [handle.area] : [])).at(-1) ?? 'citizen'
  )
}

function isHandle(value: unknown): value is PageHandle {
  return typeof value === 'object' && value !== null
}
