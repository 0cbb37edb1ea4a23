import { checkFunction, checkObject, checkOption } from '@auth/core-errors/options'
import { sha256 } from '#sha256'
import { type DPoPAlgorithm, dpopAlgorithms } from './dpop-algorithm.ts'
import { DPoPKeyPair } from './dpop-key-pair.ts'
import { toCanonicalJwk } from './public-jwk.ts'

/** What {@link restoreDPoPKeyPair} takes beside the keys. */
export interface RestoreDPoPKeyPairOptions {
  /** The wall clock, in milliseconds: a proof's `iat` is read from it. @default Date.now */
  readonly now?: (() => number) | undefined
}

/** What a key and a row of the table have in common when they fit, in one text. */
function describe({ name, namedCurve, hash }: { name?: string; namedCurve?: string; hash?: string | { name: string } }): string {
  return [name, namedCurve ?? (typeof hash === 'object' ? hash.name : hash)].join(' ')
}

/** The algorithm that both keys are for, if they are a private key that signs and a public key. */
function selectAlgorithm({ privateKey, publicKey }: Partial<CryptoKeyPair>): DPoPAlgorithm | undefined {
  if (!privateKey?.usages?.includes('sign') || publicKey?.type !== 'public') return undefined
  const names = Object.keys(dpopAlgorithms) as DPoPAlgorithm[]
  return names.find((name) => [privateKey, publicKey].every(({ algorithm }) => describe(algorithm) === describe(dpopAlgorithms[name])))
}

/**
 * The {@link DPoPKeyPair} of `keys` that were kept: the property `keys` of one, or any WebCrypto key pair for one of the
 * algorithms. That the two keys belong together is not checked.
 * @throws {InvalidConfigError} VAL_2002 when they are no such key pair
 */
export async function restoreDPoPKeyPair(keys: DPoPKeyPair['keys'], options: RestoreDPoPKeyPairOptions = {}): Promise<DPoPKeyPair> {
  const now = checkFunction(checkObject(options, 'options').now ?? Date.now, 'now')
  const algorithm = selectAlgorithm(checkObject(keys, 'keys'))
  checkOption(algorithm !== undefined, keys, 'keys', 'a key pair that signs with one of the algorithms')
  const canonical = String(toCanonicalJwk({ ...(await crypto.subtle.exportKey('jwk', keys.publicKey)) }))
  const parts = { algorithm, keys, now, publicJwk: JSON.parse(canonical), thumbprint: await sha256(canonical) }
  return Object.assign(Object.create(DPoPKeyPair.prototype), parts)
}
