import { checkBegun, checkNotExpired, readExpiry } from './check-time.ts'
import type { KeyAccess } from './key-access.ts'
import type { ValidateOptions } from './token-validator-options.ts'
import type { ValidatorSettings } from './validator-settings.ts'

/** What one validation takes when nothing is said. */
export const noOptions: ValidateOptions = /* @__PURE__ */ Object.freeze({})

/** One token to be judged, and by what. */
export interface AccessTokenQuestion<Claims> {
  readonly token: string
  readonly options: ValidateOptions
  readonly access: KeyAccess
  readonly settings: ValidatorSettings<Claims>
}

/** The token's time has come, and has not passed unless that was allowed. */
export function checkTime<Claims>(claims: Readonly<Record<string, unknown>>, { options, settings }: AccessTokenQuestion<Claims>): void {
  checkBegun(claims, settings.clock)
  if (options.allowExpired === true) readExpiry(claims)
  else checkNotExpired(claims, settings.clock)
}
