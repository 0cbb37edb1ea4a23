import { checkInteger, checkObject, checkString } from '@auth/core-errors/options'
import type { JWKS, KeyResolver } from '@auth/jwks'
import { decryptToken, isEncrypted, parseDecryptionOptions } from '#decrypt-token'
import { readAudiences } from './check-audience.ts'
import { checkBegun, checkNotExpired, type Clock, parseClock } from './check-time.ts'
import { checkTypeAmong } from './check-token-type.ts'
import { checkTokenText, decodeTokenText, defaultMaxTokenBytes, type UnverifiedToken } from './decode-token.ts'
import type { DecryptionOptions } from './decrypt-token.ts'
import { invalidToken, quote } from './invalid-token.ts'

/** What validating a token for the client itself takes: an ID token or a logout token. */
export interface ClientTokenOptions {
  /** The issuer, exactly as its tokens write it in `iss`. */
  readonly issuer: string
  /** Your client id at this issuer: it must be in `aud`. */
  readonly clientId: string
  /** The issuer's keys. */
  readonly jwks?: KeyResolver | JWKS | undefined
  /** How far the issuer's clock may be from ours, in seconds, at most 60. @default 10 */
  readonly clockToleranceSeconds?: number | undefined
  /** The longest token that is looked at, in bytes. @default 16384 */
  readonly maxTokenBytes?: number | undefined
  /** How to decrypt a token that comes encrypted. Without it, such a token is refused; in browsers it is. */
  readonly decryption?: DecryptionOptions | undefined
  /** The wall clock, in milliseconds. @default Date.now */
  readonly now?: (() => number) | undefined
}

/** What tells one kind of token for the client from another. */
export interface ClientTokenKind {
  /** The `typ` values that are taken; undefined stands for none. */
  readonly types: readonly (string | undefined)[]
  readonly verifySignature: (token: UnverifiedToken) => Promise<void>
}

async function decodeClientToken(token: string, options: ClientTokenOptions): Promise<UnverifiedToken> {
  const { decryption, maxTokenBytes = defaultMaxTokenBytes } = options
  checkTokenText(token, checkInteger(maxTokenBytes, 'maxTokenBytes', 1))
  if (decryption === undefined || !isEncrypted(token)) return decodeTokenText(token)
  return decodeTokenText(await decryptToken(token, parseDecryptionOptions(decryption)))
}

/** `iss` and `aud` are exactly ours (OpenID Connect Core 3.1.3.7, 2 and 3). */
function checkParties({ payload }: UnverifiedToken, issuer: string, clientId: string): void {
  if (payload['iss'] !== issuer) throw invalidToken('iss', `issuer does not match: expected ${quote(issuer)}, got ${quote(payload['iss'])}`)
  if (readAudiences(payload).includes(clientId)) return
  throw invalidToken('aud', `audience does not match: expected ${quote(clientId)}, got ${quote(payload['aud'])}`)
}

/**
 * What ID tokens and logout tokens have in common: form, type, signature, issuer, audience and time, in this order.
 * @throws {TokenInvalidError} AUTH_1002, with `details.check`; {TokenExpiredError} AUTH_1001; what the resolver throws passes through
 */
export async function verifyClientToken(
  token: string,
  options: ClientTokenOptions,
  kind: ClientTokenKind,
): Promise<UnverifiedToken & { readonly clock: Clock }> {
  const { issuer, clientId } = checkObject(options, 'options')
  const clock = parseClock(options)
  checkString(issuer, 'issuer')
  checkString(clientId, 'clientId')
  const unverified = await decodeClientToken(token, options)
  checkTypeAmong(unverified.header, kind.types)
  await kind.verifySignature(unverified)
  checkParties(unverified, issuer, clientId)
  checkBegun(unverified.payload, clock)
  if (unverified.payload['iat'] === undefined) throw invalidToken('iat', 'token has no "iat"')
  checkNotExpired(unverified.payload, clock)
  return { ...unverified, clock }
}
