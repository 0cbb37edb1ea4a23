import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider'

interface Entry {
  readonly payload: AdapterPayload
  readonly expiresAt: number
}

const sweepAfterWrites = 1000

/** Makes adapters that keep everything in memory and outlive the provider instances that key rotation replaces. */
export function createMemoryAdapter(now: () => number = Date.now): AdapterFactory {
  const adapters = new Map<string, Adapter>()
  return (model) => {
    const adapter = adapters.get(model) ?? createModelAdapter(now)
    adapters.set(model, adapter)
    return adapter
  }
}

function createModelAdapter(now: () => number): Adapter {
  const entries = new Map<string, Entry>()
  let writes = 0

  const find = (id: string): AdapterPayload | undefined => {
    const entry = entries.get(id)
    return entry !== undefined && entry.expiresAt > now() ? entry.payload : undefined
  }
  const findBy = (member: 'uid' | 'userCode', value: string): AdapterPayload | undefined => {
    for (const [id, { payload }] of entries) if (payload[member] === value) return find(id)
    return undefined
  }
  const sweep = (): void => {
    for (const [id, { expiresAt }] of entries) if (expiresAt <= now()) entries.delete(id)
  }

  return {
    find: async (id) => find(id),
    findByUid: async (uid) => findBy('uid', uid),
    findByUserCode: async (userCode) => findBy('userCode', userCode),
    async upsert(id, payload, expiresIn) {
      entries.set(id, { payload, expiresAt: expiresIn === undefined ? Infinity : now() + expiresIn * 1000 })
      writes += 1
      if (writes % sweepAfterWrites === 0) sweep()
    },
    async consume(id) {
      const payload = find(id)
      if (payload !== undefined) payload.consumed = Math.floor(now() / 1000)
    },
    async destroy(id) {
      entries.delete(id)
    },
    async revokeByGrantId(grantId) {
      for (const [id, { payload }] of entries) if (payload.grantId === grantId) entries.delete(id)
    },
  }
}
