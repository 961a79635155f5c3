import { nodeHash } from './hashes.ts'

/** One level up: neighbours joined; a last one without a neighbour goes up as it is (the shape of RFC 6962). */
function parents(level: readonly Uint8Array[]): Uint8Array[] {
  const above: Uint8Array[] = []
  for (let at = 0; at < level.length; at += 2) {
    const left = level[at]
    const right = level[at + 1]
    if (left !== undefined) above.push(right === undefined ? left : nodeHash(left, right))
  }
  return above
}

/** The root over at least one leaf. */
export function treeRoot(leaves: readonly Uint8Array[]): Uint8Array {
  let level = leaves
  while (level.length > 1) level = parents(level)
  const [root] = level
  if (root === undefined) throw new RangeError('A hash tree has at least one leaf')
  return root
}

/** A step from a leaf to the root: the neighbour's hash in hex and the side on which it stands. */
export interface PathStep {
  readonly side: 'left' | 'right'
  readonly hash: string
}

/** The neighbours that lead from the leaf at `index` to the root. */
export function treePath(leaves: readonly Uint8Array[], index: number): readonly PathStep[] {
  const path: PathStep[] = []
  let level = leaves
  let at = index
  while (level.length > 1) {
    const neighbour = level[at ^ 1]
    if (neighbour !== undefined) {
      path.push({ side: at % 2 === 0 ? 'right' : 'left', hash: Buffer.from(neighbour).toString('hex') })
    }
    level = parents(level)
    at >>= 1
  }
  return path
}

/** The root that a leaf and its path lead to. */
export function rootFrom(leaf: Uint8Array, path: readonly PathStep[]): Uint8Array {
  return path.reduce<Uint8Array>((below, step) => {
    const neighbour = Buffer.from(step.hash, 'hex')
    return step.side === 'left' ? nodeHash(neighbour, below) : nodeHash(below, neighbour)
  }, leaf)
}
