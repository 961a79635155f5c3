interface Kept {
  readonly value: Record<string, unknown>
  readonly until: number
}

const most = 5000

/** Where a stand-in keeps its codes and tokens: in memory, for as long as each lives, the oldest giving way. */
export function memoryStore(): (model: string) => object {
  const kept = new Map<string, Kept>()
  const find = (key: string): Record<string, unknown> | undefined => {
    const found = kept.get(key)
    if (found !== undefined && found.until > Date.now()) return found.value
    kept.delete(key)
    return undefined
  }
  return (model) => {
    const keyOf = (id: string): string => `${model} ${id}`
    return {
      upsert: async (id: string, value: Record<string, unknown>, seconds?: number) => {
        kept.set(keyOf(id), { value, until: Date.now() + (seconds ?? 3600) * 1000 })
        const [oldest] = kept.keys()
        if (kept.size > most && oldest !== undefined) kept.delete(oldest)
      },
      find: async (id: string) => find(keyOf(id)),
      findByUid: async (uid: string) =>
        [...kept.values()].find(({ value, until }) => value['uid'] === uid && until > Date.now())?.value,
      consume: async (id: string) => {
        const value = find(keyOf(id))
        if (value) value['consumed'] = Math.floor(Date.now() / 1000)
      },
      destroy: async (id: string) => void kept.delete(keyOf(id)),
      revokeByGrantId: async (grantId: string) => {
        for (const [key, { value }] of kept) if (value['grantId'] === grantId) kept.delete(key)
      },
    }
  }
}
