import { checkFunction, checkObject, checkOption, checkString, checkUrl } from '@auth/core-errors/options'
import type { JWK, JWKS } from '@auth/jwks'
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

/** Claims or header parameters to add or replace; `undefined` leaves one out. */
export type TestMembers = Readonly<Record<string, unknown>>

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

function toText(members: TestMembers): string {
  return JSON.stringify(members)
}

/**
 * Makes an issuer for tests. Its tokens are for `audience`, and good for five minutes of its own clock.
 * @throws {InvalidConfigError} VAL_2002 for an option that is not what it must be
 */
export async function createTestIssuer(options: TestIssuerOptions = {}): Promise<TestIssuer> {
  const { audience = 'api', clientId = 'test-client', algorithm = 'ES256', now = Date.now } = checkObject(options, 'options')
  const issuer = checkUrl(options.issuer ?? 'https://issuer.test', 'issuer', true)
  checkFunction(now, 'now')
  let movedMs = 0
  let keyNumber = 1
  let current: TestKey = await createTestKey(algorithm, 'test-key-1')
  let published: readonly JWK[] = [current.jwk]
  const jwksUri = `${issuer.replace(/\/$/, '')}/jwks`

  function toGoodClaims(): TestMembers {
    const seconds = Math.floor((now() + movedMs) / 1000)
    const jti = crypto.randomUUID()
    return {
      iss: issuer,
      aud: audience,
      sub: 'test-user',
      client_id: checkString(clientId, 'clientId'),
      iat: seconds,
      exp: seconds + 300,
      jti,
    }
  }
  function toGoodHeader(): TestMembers {
    return { alg: algorithm, typ: 'at+jwt', kid: current.jwk.kid }
  }

  return {
    issuer,
    audience,
    clientId,
    get jwks() {
      return { keys: published }
    },
    fetch: createTestFetch({ issuer, jwksUri, jwks: () => ({ keys: published }) }),
    now: () => now() + movedMs,
    monotonicNow: () => now() + movedMs,
    sign: (claims = {}, header = {}) =>
      current.signText(toText({ ...toGoodHeader(), ...header }), toText({ ...toGoodClaims(), ...claims })),
    async rotateKeys({ keepOld = false } = {}) {
      current = await createTestKey(algorithm, `test-key-${++keyNumber}`)
      published = keepOld ? [...published, current.jwk] : [current.jwk]
    },
    advance(seconds) {
      movedMs += checkOption(Number.isFinite(seconds), seconds, 'seconds', 'a finite number of seconds') * 1000
    },
    attackTokens: () => createAttackTokens({ key: current, header: toGoodHeader(), claims: toGoodClaims() }),
  }
}
