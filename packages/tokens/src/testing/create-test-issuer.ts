import { checkFunction, checkObject, checkOption, checkString, checkUrl } from '@auth/core-errors/options'
import type { JWK, JWKS } from '@auth/jwks'
import type { TestMembers } from './attack.ts'
import { type AttackToken, createAttackTokens } from './attack-tokens.ts'
import { createTestFetch } from './test-issuer-fetch.ts'
import { createTestKey, type TestKey } from './test-key.ts'

/** How a test issuer is made. */
export interface TestIssuerOptions {
  /** Its URL; nothing is ever sent there. @default 'https://issuer.test' */
  readonly issuer?: string | undefined
  /** The `aud` of its tokens. @default 'api' */
  readonly audience?: string | readonly string[] | undefined
  /** The `client_id` of its tokens. @default 'test-client' */
  readonly clientId?: string | undefined
  /** What it signs with. @default 'ES256' */
  readonly algorithm?: string | undefined
  /** The wall clock that `advance` moves on from, in milliseconds. @default Date.now */
  readonly now?: (() => number) | undefined
}

/** An issuer within the test's own process: real keys, real signatures, no network. */
export interface TestIssuer {
  /** Its URL, as `iss` tells it. */
  readonly issuer: string
  /** The `aud` of its tokens. */
  readonly audience: string | readonly string[]
  /** The `client_id` of its tokens. */
  readonly clientId: string
  /** What it publishes now. */
  readonly jwks: JWKS
  /** Answers its discovery document and its key set, everything else with 404. */
  readonly fetch: typeof globalThis.fetch
  /** Its clock, in milliseconds: give it to what validates. */
  readonly now: () => number
  /** The same clock for `monotonicNow`, so that caches age with it. */
  readonly monotonicNow: () => number
  /** A good at+jwt (RFC 9068) unless claims or header say otherwise. */
  readonly sign: (claims?: TestMembers, header?: TestMembers) => Promise<string>
  /** Publishes a new key and signs with it. The old key is withdrawn, unless it is kept. */
  readonly rotateKeys: (options?: { readonly keepOld?: boolean | undefined }) => Promise<void>
  /** Moves the clock, in seconds. */
  readonly advance: (seconds: number) => void
  /** Tokens that must all be refused by whoever trusts this issuer, each with the code of the error that it must get. */
  readonly attackTokens: () => Promise<readonly AttackToken[]>
}

/** What a good token of the issuer says at this time. */
function toGoodClaims({ issuer, audience, clientId, now }: Pick<TestIssuer, 'issuer' | 'audience' | 'clientId' | 'now'>): TestMembers {
  const seconds = Math.floor(now() / 1000)
  return { iss: issuer, aud: audience, sub: 'test-user', client_id: clientId, iat: seconds, exp: seconds + 300, jti: crypto.randomUUID() }
}

function toGoodHeader({ jwk }: TestKey): TestMembers {
  return { alg: jwk.alg, typ: 'at+jwt', kid: jwk.kid }
}

/** A clock that can be moved. */
function createTestClock(start: () => number): Pick<TestIssuer, 'now' | 'monotonicNow' | 'advance'> {
  checkFunction(start, 'now')
  let movedMs = 0
  const now = (): number => start() + movedMs
  return {
    now,
    monotonicNow: now,
    advance(seconds) {
      movedMs += checkOption(Number.isFinite(seconds), seconds, 'seconds', 'a finite number of seconds') * 1000
    },
  }
}

/**
 * Makes an issuer for tests. Its tokens are for `audience`, and good for five minutes of its own clock.
 * @throws {InvalidConfigError} VAL_2002 for an option that is not what it must be
 */
export async function createTestIssuer(options: TestIssuerOptions = {}): Promise<TestIssuer> {
  const { audience = 'api', clientId = 'test-client', algorithm = 'ES256', now = Date.now } = checkObject(options, 'options')
  const issuer = checkUrl(options.issuer ?? 'https://issuer.test', 'issuer', true)
  const identity = { issuer, audience, clientId: checkString(clientId, 'clientId'), ...createTestClock(now) }
  let keyNumber = 1
  let key = await createTestKey(algorithm, 'test-key-1')
  let published: readonly JWK[] = [key.jwk]

  return {
    ...identity,
    get jwks() {
      return { keys: published }
    },
    fetch: createTestFetch({ issuer, jwksUri: `${issuer.replace(/\/$/, '')}/jwks`, jwks: () => ({ keys: published }) }),
    sign: (claims, header) =>
      key.signText(JSON.stringify({ ...toGoodHeader(key), ...header }), JSON.stringify({ ...toGoodClaims(identity), ...claims })),
    async rotateKeys(options = {}) {
      const { keepOld = false } = checkObject(options, 'options')
      key = await createTestKey(algorithm, `test-key-${++keyNumber}`)
      published = keepOld ? [...published, key.jwk] : [key.jwk]
    },
    attackTokens: () => createAttackTokens({ key, header: toGoodHeader(key), claims: toGoodClaims(identity) }),
  }
}
