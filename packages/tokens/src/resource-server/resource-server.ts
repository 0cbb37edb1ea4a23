import { type AuthPlatformError, isAuthPlatformError, ServiceUnavailableError } from '@auth/core-errors'
import { checkObject, checkOption, checkString } from '@auth/core-errors/options'
import { readScopes } from '../scopes.ts'
import type { TokenClaims } from '../token-claims.ts'
import { TokenValidator } from '../token-validator.ts'
import type { TokenValidatorOptions } from '../token-validator-options.ts'
import type { AuthRequest } from './auth-request.ts'
import { type Challenge, isRefusal, toChallenge } from './challenge.ts'
import { checkRequirements, parseRequirements, type Requirements } from './check-requirements.ts'
import { extractCredentials } from './extract-credentials.ts'

/** What protects an API: the options of its own {@link TokenValidator}, or a validator that is there already. */
export type ResourceServerOptions<Claims extends TokenClaims = TokenClaims> = ResourceServerSettings &
  ({ readonly validator: Pick<TokenValidator<Claims>, 'validate'> } | (TokenValidatorOptions<Claims> & { readonly validator?: undefined }))

/** What a {@link ResourceServer} takes beside its validator. */
export interface ResourceServerSettings {
  /** The protection space that challenges name (RFC 9110 §11.5). Without it they name none. */
  readonly realm?: string | undefined
}

/** Who calls, once the request has been let through. Frozen. */
export interface AuthContext<Claims extends TokenClaims = TokenClaims> {
  readonly token: string
  readonly claims: Claims
  readonly scheme: 'Bearer'
  /** What the token grants, from its `scope` or `scp` claim. */
  readonly scopes: readonly string[]
  readonly issuer: string
}

/** What {@link ResourceServer.authenticate} answers. */
export interface AuthResult<Claims extends TokenClaims = TokenClaims> {
  readonly auth: AuthContext<Claims>
  /** Headers that the response must carry, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>
}

/**
 * Decides whether a request may pass; adapters only translate. It takes the token from the `Authorization` header,
 * validates it and compares it with the route's requirements. One instance serves all requests and keeps nothing of any.
 * It does not check: DPoP proofs, client certificates, or whether the provider has revoked the token.
 *
 * @throws {InvalidConfigError} VAL_2002, at construction, naming the option
 */
export class ResourceServer<Claims extends TokenClaims = TokenClaims> {
  readonly #validator: Pick<TokenValidator<Claims>, 'validate'>
  readonly #realm: string | undefined
  readonly #declared = new WeakSet<Requirements>()

  constructor(options: ResourceServerOptions<Claims>) {
    const { validator, realm } = checkObject(options, 'options')
    this.#realm = realm === undefined ? undefined : checkString(realm, 'realm')
    if (validator === undefined) this.#validator = new TokenValidator<Claims>(options as TokenValidatorOptions<Claims>)
    else this.#validator = checkOption(typeof validator?.validate === 'function', validator, 'validator', 'a TokenValidator')
  }

  /**
   * Checks a route's requirements once, when its guard is made. The answer is for {@link authenticate}.
   *
   * @throws {InvalidConfigError} VAL_2002, naming the requirement
   */
  declare(requirements: Requirements): Requirements {
    const declared = Object.freeze(parseRequirements(requirements))
    this.#declared.add(declared)
    return declared
  }

  /**
   * Lets the request through, or throws. What is not the credential's fault is never told as such.
   *
   * @throws {UnauthorizedError} AUTH_1005, when no bearer credentials came
   * @throws {ValidationError} VAL_2001, when the credentials are malformed
   * @throws {TokenExpiredError} AUTH_1001
   * @throws {TokenInvalidError} AUTH_1002, `details.check` names the check
   * @throws {TokenRevokedError} AUTH_1008
   * @throws {InsufficientScopeError} AUTH_1006
   * @throws {ServiceUnavailableError} SRV_5002, when nothing could be decided; `cause` says why
   */
  async authenticate(request: AuthRequest, requirements?: Requirements): Promise<AuthResult<Claims>> {
    const required = requirements && this.#declared.has(requirements) ? requirements : parseRequirements(requirements)
    try {
      const { scheme, token } = extractCredentials(request)
      const claims = await this.#validator.validate(token)
      const scopes = readScopes(claims)
      checkRequirements(scopes, required)
      return { auth: Object.freeze({ token, claims, scheme, scopes, issuer: claims.iss }), headers: {} }
    } catch (error) {
      throw toDecision(error)
    }
  }

  /** The answer for whatever {@link authenticate} threw (RFC 6750 §3): status, headers and JSON body. */
  challenge(error: unknown): Challenge {
    return toChallenge(toDecision(error), this.#realm)
  }
}

/** A failure that is not the credential's is an outage, with the failure as its cause. */
function toDecision(error: unknown): AuthPlatformError {
  if (isAuthPlatformError(error) && (isRefusal(error) || error.code === 'SRV_5002')) return error
  const retryAfterSeconds = isAuthPlatformError(error) && 'retryAfterSeconds' in error ? Number(error.retryAfterSeconds ?? 1) : undefined
  return new ServiceUnavailableError('the credentials cannot be checked now', {
    cause: error,
    correlationId: isAuthPlatformError(error) ? error.correlationId : undefined,
    retryAfterSeconds,
  })
}
