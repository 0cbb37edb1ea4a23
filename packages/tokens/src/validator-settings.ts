import type { SigningKey } from '@auth/jwks'
import type { Clock, TimeWindow } from './check-time.ts'
import type { ClaimsSchema } from './claims-schema.ts'
import type { RequiredDecryptionOptions } from './decrypt-token.ts'
import type { IssuerRules } from './issuer-rules.ts'
import type { TokenClaims } from './token-claims.ts'
import type { VerifiedToken } from './verified-token.ts'
import type { VerifiedTokenCache } from './verified-token-cache.ts'

/** A verified token, and what it takes to tell later whether it still is. */
export interface KnownToken<Claims> extends VerifiedToken<Claims> {
  readonly rules: IssuerRules
  readonly key: Pick<SigningKey, 'jwk'>
}

/** A verified token as it is remembered: with what makes it quick to tell whether its time has come and not passed. */
export interface RememberedToken<Claims> extends KnownToken<Claims> {
  readonly window: TimeWindow
}

/** A validator's options, checked and with their defaults. */
export interface ValidatorSettings<Claims> {
  readonly rulesByIssuer: ReadonlyMap<string, IssuerRules>
  readonly clock: Clock
  readonly maxTokenBytes: number
  readonly claimsSchema: ClaimsSchema<Claims> | undefined
  readonly revoked: ((claims: TokenClaims) => boolean | Promise<boolean>) | undefined
  readonly decryption: RequiredDecryptionOptions | undefined
  readonly cache: VerifiedTokenCache<RememberedToken<Claims>> | undefined
}
