import { ProtocolError } from '@auth/core-errors'
import { parseJWK } from './parse-jwk.ts'
import type { SigningKey } from './signing-key.ts'

/** What no published set holds: the private members of RFC 7518 §6.2–6.4, RFC 8037 §2 and of AKP keys. */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv']

/** What {@link parseJWKS} takes beside the set. */
export interface ParseJWKSOptions {
  /** A set with more keys is refused. @default no bound */
  readonly maxKeys?: number | undefined
  /** Keys that are known already, by their JWK's text: while a JWK stays the same, so does the key's object. */
  readonly known?: ReadonlyMap<string, SigningKey> | undefined
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * The usable keys of a JWK set, each by its JWK's text. A key that cannot be used is left out; it does not harm the others.
 * @throws {ProtocolError} SRV_5003: not a set, too many keys, or one that shows a private or symmetric key
 * @see RFC 7517 §5
 */
export function parseJWKS(value: unknown, { maxKeys = Infinity, known }: ParseJWKSOptions = {}): ReadonlyMap<string, SigningKey> {
  const entries = isObject(value) ? value['keys'] : undefined
  if (!Array.isArray(entries)) throw new ProtocolError('the key set is not an object with an array "keys"')
  if (entries.length > maxKeys) throw new ProtocolError(`the key set has ${entries.length} keys, more than ${maxKeys}`)
  const keys = new Map<string, SigningKey>()
  for (const entry of entries.filter(isObject)) {
    if (entry['kty'] === 'oct' || privateMembers.some((name) => name in entry))
      throw new ProtocolError('the key set shows a private or symmetric key, so that none of its keys can be trusted')
    const source = JSON.stringify(entry)
    const key = known?.get(source) ?? parseJWK(source)
    if (key) keys.set(source, key)
  }
  return keys
}
