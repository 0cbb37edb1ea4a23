import { type AuthPlatformError, TokenRevokedError } from '@auth/core-errors'
import { checkOption, checkString } from '@auth/core-errors/options'
import { chain, type Eventual } from '../chain.ts'
import { readExpiry } from '../check-time.ts'
import { readScopes } from '../scopes.ts'
import type { TokenClaims } from '../token-claims.ts'
import type { AuthContext, AuthResult } from './auth-context.ts'
import type { AuthRequest } from './auth-request.ts'
import type { Challenge } from './challenge.ts'
import { checkBinding } from './check-binding.ts'
import type { JudgedToken } from './check-introspected-token.ts'
import { checkRequirements } from './check-requirements.ts'
import { readCorrelationId, withCorrelationId } from './correlation-id.ts'
import type { Credentials } from './extract-credentials.ts'
import { GrantedContext } from './granted-context.ts'
import { toDecision, toOAuthError } from './oauth-error.ts'
import { type ParsedRequirements, parseRequirements, type Requirements } from './requirements.ts'
import { type ResourceMetadata, toResourceMetadata } from './resource-metadata.ts'
import type { ResourceServerOptions } from './resource-server-options.ts'
import { createParts, type ResourceServerParts } from './resource-server-parts.ts'
import { toChallenge } from './to-challenge.ts'

/** One request on its way through the checks, as far as it is known. */
interface Passage {
  readonly request: AuthRequest
  /** Where somebody listens. */
  readonly startedAt: number | undefined
  correlationId?: string | undefined
  credentials?: Credentials | undefined
}

/** A request with a context that this server made. */
type KnownRequest<Claims extends TokenClaims> = AuthRequest & { readonly auth: AuthContext<Claims> }

/** One whose credentials were found. */
type PresentedPassage = Passage & { readonly credentials: Credentials }

const noHeaders: Readonly<Record<string, string>> = /* @__PURE__ */ Object.freeze({})

function toAnswerHeaders(nonce: string | undefined, correlationId: string | undefined): Readonly<Record<string, string>> {
  if (nonce === undefined && correlationId === undefined) return noHeaders
  return {
    // An answer with a nonce is for one client alone (RFC 9449 §8.2).
    ...(nonce !== undefined && { 'dpop-nonce': nonce, 'cache-control': 'no-store' }),
    ...(correlationId !== undefined && { 'x-correlation-id': correlationId }),
  }
}

/**
 * Decides whether a request may pass; adapters only translate. It takes the token from where credentials are, judges it,
 * compares it with the key or certificate that it is bound to and with the route's requirements. One instance serves all
 * requests and keeps nothing of any. It does not check cross-site requests, which cookies as credentials call for.
 *
 * @throws {InvalidConfigError} VAL_2002, at construction, naming the option
 */
export class ResourceServer<Claims extends TokenClaims = TokenClaims, Raw = AuthRequest> {
  readonly #parts: ResourceServerParts<Claims>
  readonly #declared = new WeakMap<Requirements, ParsedRequirements>()
  readonly #declaredScopes = new Set<string>()
  /** The nonce that goes out with a refusal. */
  readonly #nonces = new WeakMap<AuthPlatformError, string>()

  constructor(options: ResourceServerOptions<Claims, Raw>) {
    this.#parts = createParts(options)
  }

  /**
   * Checks a route's requirements once, when its guard is made; their scopes are in the metadata from then on. The answer
   * is for {@link authenticate}.
   *
   * @throws {InvalidConfigError} VAL_2002, naming the requirement
   */
  declare(requirements: Requirements): Requirements {
    const parsed = this.#parse(requirements)
    const declared = Object.freeze({ ...requirements })
    this.#declared.set(declared, parsed)
    for (const scope of [...(parsed.scopes ?? []), ...(parsed.anyScope ?? [])]) this.#declaredScopes.add(scope)
    return declared
  }

  /**
   * Lets the request through, or throws. What is not the credential's fault is never told as such.
   *
   * @throws {UnauthorizedError} AUTH_1005, when no credentials came that are taken here
   * @throws {ValidationError} VAL_2001, when the credentials are malformed
   * @throws {TokenExpiredError} AUTH_1001
   * @throws {TokenInvalidError} AUTH_1002, `details.check` names the check
   * @throws {TokenRevokedError} AUTH_1008
   * @throws {DPoPError} DPOP_6001 to DPOP_6004, when the proof is missing, bad, without the nonce, or used before
   * @throws {InsufficientScopeError} AUTH_1006, for scopes, roles, permissions and claims
   * @throws {StepUpRequiredError} AUTH_1007, when the user must sign in again
   * @throws {ServiceUnavailableError} SRV_5002, when nothing could be decided; `cause` says why
   */
  async authenticate(request: AuthRequest, requirements?: Requirements): Promise<AuthResult<Claims>> {
    const required = (requirements && this.#declared.get(requirements)) ?? this.#parse(requirements)
    const { emit, monotonicNow, isValidatorGiven } = this.#parts
    const passage: Passage = { request, startedAt: emit && monotonicNow() }
    let wereFound = false
    try {
      passage.correlationId = readCorrelationId(request)
      const known = GrantedContext.readPayload(request.auth, this)
      wereFound = known !== undefined
      if (known !== undefined) return await this.#recheck(request as KnownRequest<Claims>, known, required)
      const found = this.#parts.extract(request)
      passage.credentials = found instanceof Promise ? await found : found
      wereFound = true
      const judged = this.#parts.judge(passage.credentials.token)
      const granted = this.#grant(passage as PresentedPassage, judged instanceof Promise ? await judged : judged, required)
      return granted instanceof Promise ? await granted : granted
    } catch (error) {
      throw await this.#refuse(toDecision(error, wereFound, isValidatorGiven), passage)
    }
  }

  /**
   * The answer for whatever {@link authenticate} threw: status, headers and JSON body.
   * @see RFC 6750 §3, RFC 9449 §7.1, RFC 9470 §3, RFC 9728 §5.1
   */
  challenge(error: unknown): Challenge {
    const decision = toDecision(error)
    return toChallenge(decision, this.#parts.offer, this.#nonces.get(decision))
  }

  /**
   * The protected resource metadata of this API, with the scopes that were declared by now.
   * @throws {InvalidConfigError} VAL_2002, when neither `publicUrl` nor `resourceMetadata.resource` says what it is called
   * @see RFC 9728 §2
   */
  metadata(): ResourceMetadata {
    const { resource } = this.#parts
    return toResourceMetadata(checkOption(resource !== undefined, resource, 'publicUrl', 'given for metadata')!, this.#declaredScopes)
  }

  /**
   * When the token of a context ends to be taken here, in seconds since the epoch: its `exp`, and the clock tolerance. For
   * connections that outlive their request.
   * @throws {InvalidConfigError} VAL_2002, for a context that this server did not make
   */
  expiresAt(auth: AuthContext<Claims>): number {
    const claims = GrantedContext.readPayload(auth, this)
    checkOption(claims !== undefined, undefined, 'auth', 'a context that this server answered')
    return readExpiry(claims!) + this.#parts.context.clock.clockToleranceSeconds
  }

  /** Forgets what the issuer said of a token, when it is known to have been revoked: the next request with it asks anew. */
  async invalidate(token: string): Promise<void> {
    checkString(token, 'token')
    await this.#parts.introspection?.invalidate(token)
  }

  #parse(requirements: Requirements | undefined): ParsedRequirements {
    const parsed = parseRequirements(requirements)
    const canAsk = parsed.introspect !== true || this.#parts.introspection !== undefined
    checkOption(canAsk, undefined, 'requirements.introspect', 'left out, or the option "introspection" given')
    return parsed
  }

  /** What a good token still has to be: bound to what came with it, and enough for the route. Nothing is waited for that is there. */
  #grant(
    { request, startedAt, correlationId, credentials: { scheme, token } }: PresentedPassage,
    { payload, claims }: JudgedToken<Claims>,
    required: ParsedRequirements,
  ): Eventual<AuthResult<Claims>> {
    const { binding, context, emit } = this.#parts
    const isPlain = scheme === 'Bearer' && payload['cnf'] === undefined
    return chain(isPlain ? undefined : checkBinding({ request, scheme, token, claims: payload }, binding), (nonce) => {
      // Later guards believe what is written here.
      const scopes = Object.freeze(readScopes(payload))
      checkRequirements({ claims: payload, scopes }, required, context)
      // The issuer is asked last, when all else holds.
      return chain(required.introspect === true ? this.#checkActive(token) : undefined, () => {
        const auth = new GrantedContext({ token, claims, scheme, scopes, issuer: payload.iss }, { payload, server: this })
        const { issuer } = auth
        emit?.({ type: 'request_accepted', scheme, issuer, correlationId, durationSeconds: this.#secondsSince(startedAt) })
        return { auth, headers: toAnswerHeaders(nonce, correlationId) }
      })
    })
  }

  /** The requirements of one more guard on a request that was let through before: its proof must not be used twice. */
  async #recheck(
    { auth, isContinued }: KnownRequest<Claims>,
    known: TokenClaims,
    required: ParsedRequirements,
  ): Promise<AuthResult<Claims>> {
    // An issuer that is asked may say less of the token than it said when the connection began.
    const claims = isContinued === true ? (await this.#parts.judge(auth.token)).payload : known
    checkRequirements({ claims, scopes: claims === known ? auth.scopes : readScopes(claims) }, required, this.#parts.context)
    if (required.introspect === true) await this.#checkActive(auth.token)
    return { auth, headers: noHeaders }
  }

  async #checkActive(token: string): Promise<void> {
    const { active } = await this.#parts.introspection!.introspect(token)
    if (!active) throw new TokenRevokedError('the issuer says that the token is no longer active')
  }

  async #refuse(cause: AuthPlatformError, { credentials, correlationId, startedAt }: Passage): Promise<AuthPlatformError> {
    const { binding, emit } = this.#parts
    const decision = withCorrelationId(cause, correlationId)
    if (toOAuthError(decision) === undefined) {
      emit?.({ type: 'request_undecided', error: decision, correlationId, durationSeconds: this.#secondsSince(startedAt) })
      return decision
    }
    const nonce = credentials?.scheme === 'DPoP' ? await binding.dpop?.issueNonce() : undefined
    if (nonce !== undefined) this.#nonces.set(decision, nonce)
    const { check: name } = decision.details
    const check = typeof name === 'string' ? name : undefined
    if (decision.code === 'DPOP_6004') emit?.({ type: 'proof_replayed', correlationId })
    emit?.({ type: 'request_refused', code: decision.code, check, correlationId, durationSeconds: this.#secondsSince(startedAt) })
    return decision
  }

  #secondsSince(startedAt = 0): number {
    return (this.#parts.monotonicNow() - startedAt) / 1000
  }
}
