import { checkEach } from './check-each.ts'
import type { DecodedParts } from './decode-parts.ts'

/** The issuer's JWK set as it was published; `isRefetch` when the one that was answered before does not serve. */
export type FindKeys = (isRefetch: boolean) => Promise<unknown>

const names: Readonly<Record<string, string>> = { RS: 'RSASSA-PKCS1-v1_5', PS: 'RSA-PSS', ES: 'ECDSA', Ed: 'Ed25519' }

/** EdDSA and Ed25519 are two names of one algorithm (RFC 9864 §2.2). */
function toOneName(alg: unknown): string {
  return String(alg).replace('Ed25519', 'EdDSA')
}

/** What WebCrypto wants to know to import and to verify; it reads the members that an algorithm has (RFC 7518 §3.1, RFC 8037 §3.1). */
function toWebAlgorithm(alg: string): EcKeyImportParams & EcdsaParams & RsaPssParams {
  const bits = alg.slice(2)
  const name = names[alg.slice(0, 2)]!
  return { name, hash: `SHA-${bits}`, namedCurve: bits === '512' ? 'P-521' : `P-${bits}`, saltLength: Number(bits) / 8 }
}

/** Whether the key is meant for the algorithm, which WebCrypto checks with `kty`, `crv`, `use` and `key_ops`, and has signed. */
async function isSignedBy(jwk: JsonWebKey, { signature, signingInput }: DecodedParts, algorithm: RsaPssParams): Promise<boolean> {
  try {
    const { alg: _, ...members } = jwk
    const key = await crypto.subtle.importKey('jwk', members, algorithm, false, ['verify'])
    const { modulusLength = 2048, publicExponent } = key.algorithm as Partial<RsaHashedKeyAlgorithm>
    // An exponent of 1 makes every text its own signature.
    return (
      modulusLength >= 2048 &&
      String(publicExponent) !== '1' &&
      (await crypto.subtle.verify(algorithm, key, signature, new TextEncoder().encode(signingInput)))
    )
  } catch {
    return false // a key that cannot be used has signed nothing
  }
}

/**
 * One of the issuer's keys made the signature: one that bears the `kid`, where there is one, and whose `alg`, where it
 * says one, is the token's. The keys are asked for anew, once, when none did.
 * @throws {TokenInvalidError} `alg`, `kid`, `signature`; what `findKeys` throws passes through
 */
export async function verifyByPublishedKey(parts: DecodedParts, findKeys: FindKeys): Promise<void> {
  const { kid, alg: given } = parts.header
  const alg = toOneName(given)
  checkEach({ alg: typeof given === 'string' && /^([RPE]S(256|384|512)|EdDSA)$/.test(alg) })
  for (const isRefetch of [false, true]) {
    const { keys } = Object(await findKeys(isRefetch)) as { readonly keys?: readonly (JsonWebKey & { readonly kid?: unknown })[] }
    const fitting = [keys].flat().filter((key) => key && (kid === undefined || key.kid === kid) && toOneName(key.alg ?? alg) === alg)
    for (const key of fitting) if (await isSignedBy(key!, parts, toWebAlgorithm(alg))) return
    if (isRefetch) checkEach({ kid: fitting.length, signature: false })
  }
}
