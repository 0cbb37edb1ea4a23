import { toServedAlgorithms } from './parse-jwk.ts'
import type { SigningKey } from './signing-key.ts'

/** Keys by `kid`; `undefined` stands for a header without one. `null` where more than one key fits. */
export type KeysByKid = ReadonlyMap<string | undefined, SigningKey | null>

/** A set of usable keys, and the ways to find one in the same time however many there are. */
export interface KeySet {
  readonly keys: readonly SigningKey[]
  readonly bySource: ReadonlyMap<string, SigningKey>
  readonly byKid: KeysByKid
  readonly byAlgorithm: ReadonlyMap<string, KeysByKid>
}

/** Makes a set out of the keys that `parseJWKS` found. */
export function createKeySet(bySource: ReadonlyMap<string, SigningKey>): KeySet {
  const byKid = new Map<string | undefined, SigningKey | null>()
  const byAlgorithm = new Map<string, Map<string | undefined, SigningKey | null>>()
  const add = (index: Map<string | undefined, SigningKey | null>, kid: string | undefined, key: SigningKey): unknown =>
    index.set(kid, index.has(kid) ? null : key)
  for (const key of bySource.values()) {
    if (key.kid !== undefined) add(byKid, key.kid, key)
    for (const alg of toServedAlgorithms(key.jwk)) {
      const index = byAlgorithm.get(alg) ?? new Map<string | undefined, SigningKey | null>()
      byAlgorithm.set(alg, index)
      add(index, undefined, key)
      if (key.kid !== undefined) add(index, key.kid, key)
    }
  }
  return { keys: Object.freeze([...bySource.values()]), bySource, byKid, byAlgorithm }
}
