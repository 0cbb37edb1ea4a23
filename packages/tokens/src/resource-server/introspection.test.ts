import { InvalidConfigError, RateLimitError, ServiceUnavailableError, UnauthorizedError } from '@auth/core-errors'
import { expect, it } from 'vitest'
import { Introspection } from './introspection.ts'
import type { IntrospectionResult } from './introspection-result.ts'

interface Question {
  readonly token: string
  readonly answer: (result: unknown) => void
  readonly fail: (error: unknown) => void
}

function create(
  cache: ConstructorParameters<typeof Introspection>[1] = {},
  monotonicNow = () => 0,
): { introspection: Introspection; questions: Question[] } {
  const questions: Question[] = []
  const introspect = (token: string): Promise<IntrospectionResult> =>
    new Promise((answer, fail) => questions.push({ token, answer: answer as Question['answer'], fail }))
  return { introspection: new Introspection({ introspect }, cache, { now: () => 0, monotonicNow }), questions }
}

/** Lets what waits for the hash of a token go on. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

it('asks once for all who ask at the same time, and not again while the answer is remembered', async () => {
  const { introspection, questions } = create()
  const asked = Array.from({ length: 50 }, () => introspection.introspect('a'))
  const other = introspection.introspect('b')
  await settle()
  expect(questions.map(({ token }) => token)).toEqual(['a', 'b'])
  questions[0]!.answer({ active: true, sub: 'ada' })
  questions[1]!.answer({ active: true, sub: 'linus' })
  expect((await Promise.all(asked)).every(({ sub }) => sub === 'ada')).toBe(true)
  expect((await other)['sub']).toBe('linus')
  expect((await introspection.introspect('a'))['sub']).toBe('ada')
  expect(questions).toHaveLength(2)
})

it('asks again when a question has had no answer for half a minute', async () => {
  let now = 0
  const { introspection, questions } = create({}, () => now)
  const first = introspection.introspect('a')
  await settle()
  now = 29_999
  const second = introspection.introspect('a')
  await settle()
  expect(questions).toHaveLength(1)
  now = 30_000
  const third = introspection.introspect('a')
  await settle()
  expect(questions).toHaveLength(2)
  questions[1]!.answer({ active: true, sub: 'ada' })
  expect((await third)['sub']).toBe('ada')
  questions[0]!.answer({ active: false })
  expect([await first, await second]).toEqual([{ active: false }, { active: false }])
  expect((await introspection.introspect('a')).active).toBe(true)
})

it('does not remember failures: they are outages, whatever they look like', async () => {
  const { introspection, questions } = create()
  for (const cause of [new UnauthorizedError('who are you?'), new RateLimitError('slow', { retryAfterSeconds: 9 }), 'down', undefined]) {
    const asked = introspection.introspect('a')
    await settle()
    questions.at(-1)!.fail(cause)
    const error: unknown = await asked.catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ServiceUnavailableError)
    if (cause instanceof RateLimitError) expect(error).toMatchObject({ cause, retryAfterSeconds: 9 })
  }
  expect(questions).toHaveLength(4)
})

it.each([[undefined], ['active'], [{}], [{ active: 'true' }], [{ active: true, sub: 7 }], [{ active: true, iss: ['x'] }]])(
  'an answer of %j makes no sense, which is an outage',
  async (answer) => {
    const { introspection, questions } = create()
    const asked = introspection.introspect('a')
    await settle()
    questions[0]!.answer(answer)
    await expect(asked).rejects.toMatchObject({ code: 'SRV_5002', cause: { code: 'SRV_5003' } })
  },
)

it('what one caller is told cannot be changed for the next', async () => {
  const { introspection, questions } = create()
  const asked = introspection.introspect('a')
  await settle()
  const answer = { active: true, cnf: { jkt: 'x' } }
  questions[0]!.answer(answer)
  const result = (await asked) as { active: boolean; cnf: { jkt: string } }
  expect(() => (result.cnf.jkt = 'y')).toThrow(TypeError)
  answer.cnf.jkt = 'z'
  expect(await introspection.introspect('a')).toMatchObject({ cnf: { jkt: 'x' } })
})

it('after invalidate the issuer is asked anew, and an answer under way is not remembered', async () => {
  const { introspection, questions } = create()
  const before = introspection.introspect('a')
  await settle()
  await introspection.invalidate('a')
  const after = introspection.introspect('a')
  await settle()
  questions[1]!.answer({ active: false })
  await after
  questions[0]!.answer({ active: true })
  expect((await before).active).toBe(true)
  expect((await introspection.introspect('a')).active).toBe(false)
  await introspection.invalidate('a')
  void introspection.introspect('a')
  await settle()
  expect(questions).toHaveLength(3)
})

it('a question that was given up ends without the one that came after it', async () => {
  let now = 0
  const { introspection, questions } = create(false, () => now)
  void introspection.introspect('a')
  await settle()
  now = 30_000
  void introspection.introspect('a')
  await settle()
  questions[0]!.answer({ active: true })
  await settle()
  void introspection.introspect('a')
  await settle()
  expect(questions).toHaveLength(2)
})

it('asks each time without a cache, where there is nothing to forget', async () => {
  const { introspection, questions } = create(false)
  for (let index = 0; index < 2; index++) {
    const asked = introspection.introspect('a')
    await settle()
    questions[index]!.answer({ active: true })
    await asked
    await expect(introspection.invalidate('a')).resolves.toBeUndefined()
  }
})

it('refuses what asks nobody', () => {
  for (const port of [{}, null, { introspect: 'yes' }])
    expect(() => new Introspection(port as never, {}, { now: () => 0, monotonicNow: () => 0 })).toThrow(InvalidConfigError)
})
