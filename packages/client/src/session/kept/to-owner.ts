import type { StoredTokens } from '../../token-store/token-store.ts'
import type { SessionOwner } from './session-store.ts'

/** Whose session tokens are, by their ID token. */
export function toOwner({ issuer, idTokenClaims }: StoredTokens): SessionOwner {
  const sid = idTokenClaims?.['sid']
  return { issuer, subject: idTokenClaims?.sub ?? '', sid: typeof sid === 'string' ? sid : undefined }
}
