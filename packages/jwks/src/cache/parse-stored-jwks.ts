import { ProtocolError } from '@auth/core-errors'
import type { JWKS } from '../keys/jwk.ts'
import { parseJWKS } from '../keys/parse-jwks.ts'
import type { SigningKey } from '../keys/signing-key.ts'

/** What is stored, as JSON: a key set that was fetched at some time, from some place. */
export interface StoredJWKS {
  /** The `jwksUri` or issuer that it was asked from. */
  readonly source: string
  /** The wall clock when it came, in seconds. */
  readonly fetchedAt: number
  /** For how long it said that it was fresh. */
  readonly maxAgeSeconds?: number | undefined
  readonly jwks: JWKS
}

/** What stored text turned out to be. */
export interface RestoredKeys {
  readonly keys: ReadonlyMap<string, SigningKey>
  readonly ageSeconds: number
  readonly maxAgeSeconds: number | undefined
}

/** By what stored text is judged. */
export interface StoredJWKSRules {
  readonly source: string
  /** The wall clock, in seconds. */
  readonly now: number
  readonly maxKeys: number
}

/** The clocks of machines that share a storage may differ by this, in seconds. */
const maxClockSkewSeconds = 60

/**
 * The keys in stored text, which is trusted no further than an answer of the network.
 * @throws {ProtocolError} SRV_5003: not what was stored, of another source, or from the future
 * @throws {SyntaxError} not JSON
 */
export function parseStoredJWKS(text: string, { source, now, maxKeys }: StoredJWKSRules): RestoredKeys {
  const stored: Readonly<Record<string, unknown>> = Object(JSON.parse(text))
  const { fetchedAt, maxAgeSeconds } = stored
  const ageSeconds = typeof fetchedAt === 'number' ? now - fetchedAt : Number.NaN
  const isSound = stored['source'] === source && ageSeconds >= -maxClockSkewSeconds
  if (!isSound) throw new ProtocolError('the stored key set is of another source, or from the future')
  return {
    keys: parseJWKS(stored['jwks'], { maxKeys }),
    ageSeconds: Math.max(0, ageSeconds),
    maxAgeSeconds: typeof maxAgeSeconds === 'number' ? maxAgeSeconds : undefined,
  }
}
