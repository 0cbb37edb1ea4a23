import { isAuthPlatformError } from '@auth/core-errors'
import type { JWKS } from '@auth/jwks'
import { decodeToken, TokenValidator } from '@auth/tokens'
import type { TokenFacts } from '../facts.ts'

/** What a token is judged by. */
export interface JudgeTokenContext {
  readonly source: TokenFacts['source']
  readonly issuer: string
  /** Without one, the audience is not judged. */
  readonly audience: string | undefined
  readonly clientId: string | undefined
  /** The key set as it was published. */
  readonly jwks: unknown
  readonly now: () => number
  readonly allowInsecureLoopback: boolean
}

/** Decodes a token and has it judged by the validator that guards APIs. */
export async function judgeToken(token: string, context: JudgeTokenContext): Promise<TokenFacts> {
  const { source, issuer, audience = null, clientId, jwks, now, allowInsecureLoopback } = context
  return { source, parts: token.split('.').length, ...decode(token), verdict: await judge() }

  async function judge(): Promise<TokenFacts['verdict']> {
    // Without keys the validator would look for them itself.
    if (jwks === undefined) return { kind: 'undecided' }
    let validator: TokenValidator
    try {
      validator = new TokenValidator({ issuer, audience, clientId, jwks: jwks as JWKS, now, allowInsecureLoopback })
    } catch {
      return { kind: 'undecided' }
    }
    try {
      await validator.validate(token)
      return { kind: 'good' }
    } catch (error) {
      const { code, details } = isAuthPlatformError(error) ? error : { code: undefined, details: {} as Record<string, unknown> }
      const { check } = details
      return { kind: 'bad', code, check: typeof check === 'string' ? check : undefined }
    }
  }
}

function decode(token: string): Pick<TokenFacts, 'header' | 'claims'> {
  try {
    const { header, payload } = decodeToken(token)
    return { header, claims: payload }
  } catch {
    return { header: undefined, claims: undefined }
  }
}
