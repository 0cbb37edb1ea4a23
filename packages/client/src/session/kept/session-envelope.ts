import { decodeToken, type IdTokenClaims } from '@auth/tokens'
import { findUnsaid, withSignIn } from '../../token-store/sign-in-claims.ts'
import type { StoredTokens } from '../../token-store/token-store.ts'

/** What a session's cookie says. */
export interface SessionEnvelope {
  readonly id: string
  /** In seconds since the epoch, as is `usedAt`. */
  readonly createdAt: number
  /** When the cookie was last prolonged. */
  readonly usedAt: number
  /** Which writing of the tokens these are: of two cookies of one session the higher one is the newer. 0 with a store. */
  readonly version: number
  /** Undefined with a store, which has them. */
  readonly tokens: StoredTokens | undefined
}

/** Changes when a cookie of before can no longer be read. */
const format = 1

/** The envelope as text. Of the claims, what the ID token says that is there anyway is left out. */
export function serializeEnvelope({ tokens, ...others }: SessionEnvelope): string {
  if (tokens?.idToken === undefined) return JSON.stringify({ format, ...others, tokens })
  const { idTokenClaims = {}, ...rest } = tokens
  return JSON.stringify({ format, ...others, tokens: rest, unsaid: findUnsaid(idTokenClaims, decodeClaims(tokens.idToken)) })
}

/** What {@link serializeEnvelope} made; undefined for a text of another format. The text must have been sealed. */
export function parseEnvelope(text: string): SessionEnvelope | undefined {
  const {
    format: found,
    unsaid,
    ...envelope
  } = JSON.parse(text) as SessionEnvelope & {
    readonly format: unknown
    readonly unsaid?: ReturnType<typeof findUnsaid>
  }
  if (found !== format) return undefined
  const { tokens } = envelope
  if (tokens?.idToken === undefined || tokens.idTokenClaims !== undefined) return envelope
  return { ...envelope, tokens: { ...tokens, idTokenClaims: withSignIn(decodeClaims(tokens.idToken), unsaid) } }
}

/** Of an ID token that had passed every check when it was sealed. */
function decodeClaims(idToken: string): IdTokenClaims {
  return decodeToken(idToken).payload as IdTokenClaims
}
