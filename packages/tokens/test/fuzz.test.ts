import { isAuthPlatformError } from '@auth/core-errors'
import fc from 'fast-check'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { expect, it } from 'vitest'
import { TokenValidator } from '../src/index.ts'
import { createTestIssuer } from '../src/testing/index.ts'

/** Mutated tokens get typed errors alone, and nothing passes that jose refuses. `FUZZ_RUNS` sets their number. */

// A hundred thousand stack traces are most of the time that this takes.
Error.stackTraceLimit = 0

const runs = Number(process.env['FUZZ_RUNS'] ?? 100_000)
const issuer = await createTestIssuer({ algorithm: 'RS256', now: () => 1_800_000_000_000 })
const { jwks, now } = issuer
const validator = new TokenValidator({ issuer: issuer.issuer, audience: 'api', jwks, now, verifiedTokenCache: false })

const goodTokens = await Promise.all(
  [{}, { scope: 'a b', deep: { list: [1, { x: 'é' }] } }, { aud: ['x', 'api'] }, { sub: 'x'.repeat(300) }].map((claims) =>
    issuer.sign(claims),
  ),
)
const attackTokens = (await issuer.attackTokens()).map(({ token }) => token).filter(({ length }) => length < 4000)
const seeds = [...goodTokens, ...goodTokens, ...goodTokens, ...attackTokens]

const encode = (text: string): string => Buffer.from(text).toString('base64url')
const odd = ['', '.', '..', '=', '+', '/', ' ', '\n', '\u0000', '\uFEFF', 'é', '\u{1F600}', '\uD800', 'A', '_', '-', 'eyJ', '%2E', '{', '"']

type Mutation = (token: string) => string
const place = fc.double({ min: 0, max: 1, noNaN: true })
const at = (token: string, where: number): number => Math.floor(where * token.length)

/** One part decoded, its text changed, and encoded again. */
const inside =
  (part: number, change: (text: string) => string): Mutation =>
  (token) => {
    const parts = token.split('.')
    const text = Buffer.from(parts[part] ?? '', 'base64url').toString()
    return parts.with(Math.min(part, parts.length - 1), encode(change(text))).join('.')
  }

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(place, fc.constantFrom(...odd)).map(
    ([where, text]): Mutation =>
      (token) =>
        token.slice(0, at(token, where)) + text + token.slice(at(token, where) + 1),
  ),
  fc.tuple(place, fc.constantFrom(...odd)).map(
    ([where, text]): Mutation =>
      (token) =>
        token.slice(0, at(token, where)) + text + token.slice(at(token, where)),
  ),
  fc.tuple(place, place).map(
    ([from, to]): Mutation =>
      (token) =>
        token.slice(0, at(token, Math.min(from, to))) + token.slice(at(token, Math.max(from, to))),
  ),
  fc.tuple(fc.nat(2), fc.constantFrom(...seeds)).map(
    ([part, other]): Mutation =>
      (token) =>
        token
          .split('.')
          .with(0, token.split('.')[0] ?? '')
          .map((text, index) => (index === part ? (other.split('.')[part] ?? '') : text))
          .join('.'),
  ),
  fc
    .tuple(fc.nat(1), place, fc.constantFrom(...odd, ',"alg":"none"', '"iss":1,', '1e999', 'null', '[]', '{}'))
    .map(([part, where, text]): Mutation => inside(part, (json) => json.slice(0, at(json, where)) + text + json.slice(at(json, where)))),
  fc.constant<Mutation>((token) => token),
)
const mutated = fc
  .tuple(fc.constantFrom(...seeds), fc.array(mutation, { minLength: 1, maxLength: 3 }))
  .map(([seed, mutations]) => mutations.reduce((token, mutate) => mutate(token), seed))

/** Good tokens said anew: claims and header of any shape, signed by the issuer, so that what comes after the signature is reached. */
const resigned = fc.record({
  claims: fc.dictionary(
    fc.constantFrom('iss', 'aud', 'exp', 'nbf', 'iat', 'sub', 'jti', 'client_id', 'nonce', 'x', '__proto__'),
    fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom(issuer.issuer, 'api', 1_800_000_000, 1_900_000_000)),
  ),
  header: fc.dictionary(
    fc.constantFrom('alg', 'typ', 'kid', 'crit', 'b64', 'zip', 'x'),
    fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.constantFrom('RS256', 'JWT', 'at+jwt', 'test-key-1')),
  ),
})

const accepted = new Set<string>()

function judge(token: string): void {
  try {
    validator.validateSync(token)
    accepted.add(token)
  } catch (error) {
    if (!isAuthPlatformError(error)) throw new Error(`an untyped error for ${JSON.stringify(token)}`, { cause: error })
    expect(['AUTH_1001', 'AUTH_1002', 'SRV_5004']).toContain(error.code)
  }
}

async function joseAccepts(token: string): Promise<void> {
  await jwtVerify(token, createLocalJWKSet(jwks as never), {
    issuer: issuer.issuer,
    audience: 'api',
    currentDate: new Date(now()),
    clockTolerance: 10,
  })
}

it(
  `property: ${runs.toLocaleString('en')} mutated tokens get typed errors, and what passes jose takes too`,
  { timeout: 3_600_000 },
  async () => {
    fc.assert(fc.property(mutated, judge), { numRuns: runs })
    expect(accepted.size).toBeGreaterThan(0)
    for (const token of accepted) await joseAccepts(token)
  },
)

it('property: whatever the issuer signs gets typed errors, and what passes jose takes too', { timeout: 3_600_000 }, async () => {
  accepted.clear()
  await fc.assert(
    fc.asyncProperty(resigned, async ({ claims, header }) => judge(await issuer.sign(claims, header))),
    { numRuns: Math.max(500, runs / 100) },
  )
  expect(accepted.size).toBeGreaterThan(0)
  for (const token of accepted) await joseAccepts(token)
})
