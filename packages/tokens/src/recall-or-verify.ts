import { sha256 } from '#sha256'
import { type AccessTokenQuestion, checkTime } from './access-token-question.ts'
import { chain, type Eventual } from './chain.ts'
import { isInTime, toTimeWindow } from './check-time.ts'
import { deepFreeze } from './deep-freeze.ts'
import type { KnownToken, RememberedToken } from './validator-settings.ts'
import { VerifiedTokenCache, type VerifiedTokenCacheOptions } from './verified-token-cache.ts'

type Verify<Claims> = (question: AccessTokenQuestion<Claims>) => Eventual<KnownToken<Claims>>

/** Where a validator remembers what it verified. @throws {InvalidConfigError} VAL_2002 */
export function createVerifiedTokenCache<Claims>(
  options: VerifiedTokenCacheOptions,
  monotonicNow: () => number,
): VerifiedTokenCache<RememberedToken<Claims>> | undefined {
  return new VerifiedTokenCache(options, monotonicNow)
}

/** The token is judged, and remembered when it is good. */
function verifyAndRemember<Claims>(
  hash: string,
  question: AccessTokenQuestion<Claims>,
  verify: Verify<Claims>,
): Eventual<KnownToken<Claims>> {
  return chain(verify(question), (verified) => {
    // What a schema made and cannot be frozen is one caller's alone.
    if (verified.claims === verified.payload || deepFreeze(verified.claims)) {
      question.settings.cache?.set(hash, { ...verified, window: toTimeWindow(verified.payload) }, question.token.length)
    }
    return verified
  })
}

/** A token that was verified before is still good if its key is still the one published, and its time has not passed. */
function recall<Claims>(hash: string, question: AccessTokenQuestion<Claims>, verify: Verify<Claims>): Eventual<KnownToken<Claims>> {
  const { options, access, settings } = question
  const known = settings.cache?.get(hash)
  if (known === undefined || (options.issuer !== undefined && options.issuer !== known.rules.issuer))
    return verifyAndRemember(hash, question, verify)
  const key = access.getKey(known.rules.keys, known.header)
  if (key === known.key && isInTime(known.window, settings.clock)) return known
  return chain(key, (current) => {
    if (current !== known.key) return verifyAndRemember(hash, question, verify)
    checkTime(known.payload, question)
    return known
  })
}

/** A token that was verified before is looked at again; any other is verified, and remembered when it is good. */
export function recallOrVerify<Claims>(question: AccessTokenQuestion<Claims>, verify: Verify<Claims>): Eventual<KnownToken<Claims>> {
  if (question.settings.cache === undefined || question.options.jwk !== undefined) return verify(question)
  return chain(sha256(question.token), (hash) => recall(hash, question, verify))
}
