import { LocalJWKS } from '@auth/jwks'
import { TokenValidator } from '@auth/tokens'
import type { Comparison } from '../comparison.ts'
import { type Candidate, type Effort, measure } from '../measure.ts'
import { audience, createSampleIssuer, type SampleIssuer } from '../sample-issuer.ts'

const counts = [1, 10, 100, 1000] as const

/** How much of the time of one a thousand may take. */
const flat = 1.1

async function createIssuers(count: number): Promise<SampleIssuer[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => createSampleIssuer('ES256', `key-${index}`)))
}

async function compare(title: string, candidates: readonly Candidate[], effort: Effort): Promise<Comparison> {
  const measurements = await measure(candidates, effort)
  const [first, last] = [candidates[0]!.name, candidates.at(-1)!.name]
  return { title, unit: 'µs', baseline: first, measurements, goals: [{ name: last, atMost: flat, of: first }] }
}

/** Time per validation, nothing remembered, as the keys of a set and the issuers of a validator grow in number. */
export async function* compareGrowth(effort: Effort): AsyncGenerator<Comparison> {
  const samples = await createIssuers(counts.at(-1)!)
  const keys = samples.map(({ jwk }) => jwk)
  const issuer = 'https://as.example'
  const byKeys = counts.map(async (count) => {
    const validator = new TokenValidator({
      issuer,
      audience,
      jwks: new LocalJWKS({ keys: keys.slice(0, count) }),
      verifiedTokenCache: false,
    })
    const token = await samples[count - 1]!.sign(issuer)
    return { name: `${count} keys`, run: () => validator.validateSync(token) }
  })
  yield await compare('ES256, keys in a set', await Promise.all(byKeys), effort)

  const toIssuer = (index: number): string => `https://as-${index}.example`
  const byIssuers = counts.map(async (count) => {
    const issuers = keys.slice(0, count).map((jwk, index) => ({ issuer: toIssuer(index), audience, jwks: { keys: [jwk] } }))
    const validator = new TokenValidator({ issuers, verifiedTokenCache: false })
    const token = await samples[count - 1]!.sign(toIssuer(count - 1))
    return { name: `${count} issuers`, run: () => validator.validateSync(token) }
  })
  yield await compare('ES256, issuers of a validator', await Promise.all(byIssuers), effort)
}
