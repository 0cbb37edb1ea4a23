import { InvalidConfigError } from '@auth/core-errors'
import { checkObject, checkString } from '@auth/core-errors/options'
import { noOptions } from './access-token-question.ts'
import { decodeToken } from './decode-token.ts'
import { keysInMemory, waitForKeys } from './key-access.ts'
import { parseValidatorSettings } from './parse-validator-settings.ts'
import type { TokenClaims } from './token-claims.ts'
import type { TokenValidatorOptions, ValidateOptions } from './token-validator-options.ts'
import type { ValidatorSettings } from './validator-settings.ts'
import type { VerifiedToken } from './verified-token.ts'
import { verifyAccessToken } from './verify-access-token.ts'

/**
 * Tells whether an access token is good: its form, issuer, type, algorithm, signature and claims, in this order. One
 * instance serves all requests. What is not checked: scopes and roles, and whether the token is bound to the request
 * (see `ResourceServer`).
 */
export class TokenValidator<Claims = TokenClaims> {
  readonly #settings: ValidatorSettings<Claims>

  /** @throws {InvalidConfigError} VAL_2002 for an option that is not what it must be; `details.option` names it */
  constructor(options: TokenValidatorOptions<Claims>) {
    this.#settings = parseValidatorSettings(options)
  }

  /**
   * The claims of a good token, deeply frozen.
   * @throws {TokenInvalidError} AUTH_1002 when a check fails, which `details.check` names
   * @throws {TokenExpiredError} AUTH_1001 when the token, good otherwise, has expired
   * @throws {TokenRevokedError} AUTH_1008 when `revoked` says so
   * @throws {KeysUnavailableError} SRV_5004 when the issuer's keys cannot be had: an outage, not a bad token
   */
  async validate(token: string, options: ValidateOptions = noOptions): Promise<Claims> {
    checkObject(options, 'options')
    const verified = verifyAccessToken({ token, options, access: waitForKeys, settings: this.#settings })
    // Nothing is waited for that is there already.
    return (verified instanceof Promise ? await verified : verified).claims
  }

  /**
   * As {@link validate}, at once and with the keys that are in memory. For Node, Bun and Deno; `revoked` and
   * `claimsSchema` must be synchronous, and the token not encrypted.
   * @throws {KeysUnavailableError} SRV_5004, `reason` `not_cached`, when the token's key is not in memory
   * @throws {InvalidConfigError} VAL_2002 when the answer can only be waited for
   */
  validateSync(token: string, options: ValidateOptions = noOptions): Claims {
    checkObject(options, 'options')
    const verified = verifyAccessToken({ token, options, access: keysInMemory, settings: this.#settings })
    if (!(verified instanceof Promise)) return verified.claims
    verified.catch(() => undefined)
    throw new InvalidConfigError('validateSync cannot wait, and something here is asynchronous: use validate')
  }

  /** As {@link validate}, with the header and the claims as they were signed beside what the `claimsSchema` made of them. */
  async verify(token: string, options: ValidateOptions = noOptions): Promise<VerifiedToken<Claims>> {
    checkObject(options, 'options')
    const { header, payload, claims } = await verifyAccessToken({ token, options, access: waitForKeys, settings: this.#settings })
    return { header, payload, claims }
  }

  /** The `kid` that the token's header names, unverified. @throws {TokenInvalidError} AUTH_1002 for what is no token */
  getKeyId(token: string): string | undefined {
    return decodeToken(token, { maxTokenBytes: this.#settings.maxTokenBytes }).header.kid
  }

  /** Whether the token is bound to the key with this thumbprint (RFC 9449 §6.1). The proof itself is not checked here. */
  verifyDPoPBinding(claims: object, thumbprint: string): boolean {
    const { cnf } = checkObject(claims, 'claims') as { readonly cnf?: { readonly jkt?: unknown } | null }
    return cnf?.jkt === checkString(thumbprint, 'thumbprint')
  }
}
