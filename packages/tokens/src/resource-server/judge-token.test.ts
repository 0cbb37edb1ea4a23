import { runInNewContext } from 'node:vm'
import { beforeAll, expect, it } from 'vitest'
import { createTestIssuer, type TestIssuer } from '../testing/index.ts'
import { TokenValidator } from '../token-validator.ts'
import { Introspection } from './introspection.ts'
import { createTokenJudge, type JudgeToken } from './judge-token.ts'

let issuer: TestIssuer
beforeAll(async () => {
  issuer = await createTestIssuer({ audience: 'api' })
})

function create(asked: string[]): JudgeToken<object> {
  const clocks = { now: issuer.now, monotonicNow: issuer.now }
  const answer = { active: true, aud: 'api', exp: issuer.now() / 1000 + 60 }
  const introspection = new Introspection({ introspect: async (token) => (asked.push(token), answer) }, {}, clocks)
  const context = {
    clock: { now: issuer.now, clockToleranceSeconds: 10 },
    issuers: new Map([[issuer.issuer, ['api']]]),
    introspection,
    emit: undefined,
  }
  return createTokenJudge({ issuer: issuer.issuer, audience: 'api', fetch: issuer.fetch, now: issuer.now }, context)
}

it('asks the issuer about what is no JWT, and about nothing else', async () => {
  const asked: string[] = []
  const judge = create(asked)
  await judge(await issuer.sign())
  for (const opaque of ['opaque', 'ya29.opaque', 'a.b.c.d', 'a.b.c.d.e.f']) await judge(opaque)
  await expect(async () => judge('a.b.c')).rejects.toMatchObject({ details: { check: 'format' } })
  await expect(async () => judge('a.b.c.d.e')).rejects.toMatchObject({ details: { check: 'encryption' } })
  expect(asked).toEqual(['opaque', 'ya29.opaque', 'a.b.c.d', 'a.b.c.d.e.f'])
})

it('believes of a given validator what was signed, where it tells that', async () => {
  const options = { issuer: issuer.issuer, audience: 'api', fetch: issuer.fetch, now: issuer.now }
  const token = await issuer.sign({ sub: 'ada' })
  const context = { clock: { now: issuer.now, clockToleranceSeconds: 10 }, issuers: new Map(), introspection: undefined, emit: undefined }
  const whole = await createTokenJudge({ validator: new TokenValidator(options) }, context)(token)
  expect([whole.payload.sub, whole.claims.sub]).toEqual(['ada', 'ada'])
  const claims = { iss: issuer.issuer, exp: 1, sub: 'bob' }
  const bare = await createTokenJudge({ validator: { validate: async () => claims } }, context)(token)
  expect(bare).toEqual({ payload: claims, claims })
})

it('waits for a validator that answers with a promise of another realm', async () => {
  const verified = { header: { alg: 'ES256' }, payload: { iss: issuer.issuer, exp: 1 }, claims: { iss: issuer.issuer, exp: 1 } }
  const verify = (): Promise<never> => runInNewContext('Promise.resolve(verified)', { verified }) as never
  const context = { clock: { now: issuer.now, clockToleranceSeconds: 10 }, issuers: new Map(), introspection: undefined, emit: undefined }
  const judged = createTokenJudge({ validator: { validate: verify, verify } }, context)(await issuer.sign())
  expect(judged).toBeInstanceOf(Promise)
  expect(await judged).toBe(verified)
})

it('sees the binding of a token whose validator leaves it out of the claims', async () => {
  const cnf = { jkt: 'A'.repeat(43) }
  const context = { clock: { now: issuer.now, clockToleranceSeconds: 10 }, issuers: new Map(), introspection: undefined, emit: undefined }
  const validator = { validate: async () => ({ iss: issuer.issuer, exp: 1 }) }
  const { payload } = await createTokenJudge({ validator }, context)(await issuer.sign({ cnf }))
  expect(payload['cnf']).toEqual(cnf)
})

it('the binding of a long token is seen, and a validator may take tokens that are no JWTs', async () => {
  const context = { clock: { now: issuer.now, clockToleranceSeconds: 10 }, issuers: new Map(), introspection: undefined, emit: undefined }
  const claims = { iss: issuer.issuer, exp: 1 }
  const judge = createTokenJudge({ validator: { validate: async () => claims } }, context)
  const cnf = { jkt: 'x' }
  expect((await judge(await issuer.sign({ cnf, text: 'x'.repeat(20_000) }))).payload['cnf']).toEqual(cnf)
  expect((await judge('opaque')).payload).toStrictEqual(claims)
  expect((await judge(await issuer.sign())).payload).toStrictEqual(claims)
})
