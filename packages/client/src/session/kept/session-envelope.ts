import { decodeToken, type IdTokenClaims } from '@auth/tokens'
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

/** The envelope as text. The claims of an ID token that is there anyway are left out. */
export function serializeEnvelope({ tokens, ...others }: SessionEnvelope): string {
  if (tokens?.idToken === undefined) return JSON.stringify({ format, ...others, tokens })
  const { idTokenClaims: _, ...rest } = tokens
  return JSON.stringify({ format, ...others, tokens: rest })
}

/** What {@link serializeEnvelope} made; undefined for a text of another format. The text must have been sealed. */
export function parseEnvelope(text: string): SessionEnvelope | undefined {
  const { format: found, ...envelope } = JSON.parse(text) as SessionEnvelope & { readonly format: unknown }
  if (found !== format) return undefined
  const { tokens } = envelope
  if (tokens?.idToken === undefined || tokens.idTokenClaims !== undefined) return envelope
  const { payload } = decodeToken(tokens.idToken)
  return { ...envelope, tokens: { ...tokens, idTokenClaims: payload as IdTokenClaims } } // which had passed every check when it was sealed
}
