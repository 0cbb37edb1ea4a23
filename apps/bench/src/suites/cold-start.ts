import { spawnSync } from 'node:child_process'
import type { Comparison } from '../comparison.ts'
import { type Effort, summarise } from '../measure.ts'
import { audience, createSampleIssuer } from '../sample-issuer.ts'

const issuer = 'https://as.example'

/** What a process does first: from before the import to the first token that was found good. */
const programs = {
  '@auth/tokens': `const { TokenValidator } = await import('@auth/tokens')
    await new TokenValidator({ issuer, audience, jwks }).validate(token)`,
  jose: `const { createLocalJWKSet, jwtVerify } = await import('jose')
    await jwtVerify(token, createLocalJWKSet(jwks), { issuer, audience })`,
} as const

function start(program: string, given: object): number {
  const source = `const { issuer, audience, jwks, token } = JSON.parse(process.env.GIVEN)
    const startedAt = performance.now()
    ${program}
    console.log(performance.now() - startedAt)`
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', source], {
    cwd: new URL('.', import.meta.url),
    env: { ...process.env, GIVEN: JSON.stringify(given) },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(stderr)
  return Number(stdout)
}

/** Import and first validation with keys that are given, each in a process of its own, in turns. */
export async function* compareColdStarts({ rounds }: Effort): AsyncGenerator<Comparison> {
  const { jwk, sign } = await createSampleIssuer('ES256')
  const given = { issuer, audience, jwks: { keys: [jwk] }, token: await sign(issuer) }
  const times = Object.keys(programs).map((name) => ({ name, milliseconds: [] as number[] }))
  for (let round = 0; round < rounds; round++) {
    for (const { name, milliseconds } of times) milliseconds.push(start(programs[name as keyof typeof programs], given))
  }
  yield {
    title: 'Cold start: import and first validation, ES256',
    unit: 'ms',
    baseline: 'jose',
    measurements: times.map(({ name, milliseconds }) => summarise(name, milliseconds)),
    goals: [{ name: '@auth/tokens', atMost: 1, of: 'jose' }],
  }
}
