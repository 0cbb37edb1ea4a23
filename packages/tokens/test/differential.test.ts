import type { JWK } from '@auth/jwks'
import fc from 'fast-check'
import { compactVerify, errors, importJWK } from 'jose'
import { expect, it } from 'vitest'
import { algorithms } from '../src/algorithms.ts'
import { decodeTokenText, type UnverifiedToken } from '../src/decode-token.ts'
import { createTestIssuer } from '../src/testing/index.ts'
import * as node from '../src/verify-signature/node.ts'
import type { VerifySignature } from '../src/verify-signature/signature-port.ts'
import * as webcrypto from '../src/verify-signature/webcrypto.ts'

/** Whatever the strict rules let through, Node's variant, WebCrypto's and jose judge alike. `DIFFERENTIAL_RUNS` sets the number of tokens. */

const runs = Number(process.env['DIFFERENTIAL_RUNS'] ?? 3000)

interface Signer {
  readonly jwk: JWK
  readonly tokens: readonly string[]
}

const names = ['RS256', 'PS256', 'ES256', 'ES384', 'ES512', 'EdDSA'] as const
const signers: Readonly<Record<string, Signer>> = Object.fromEntries(
  await Promise.all(
    names.map(async (name) => {
      const issuer = await createTestIssuer({ algorithm: name })
      const tokens = await Promise.all(Array.from({ length: 4 }, async (_, index) => issuer.sign({ index, text: 'é\u{1F600}"\\' })))
      return [name, { jwk: issuer.jwks.keys[0] as JWK, tokens }] as const
    }),
  ),
)

function parse(token: string): UnverifiedToken | undefined {
  try {
    return decodeTokenText(token)
  } catch {
    return undefined
  }
}

/** What a variant says of a token that passed the strict checks, under the algorithm that its header names. */
async function judge(verifySignature: VerifySignature, { header, signingInput, signature }: UnverifiedToken, jwk: JWK): Promise<boolean> {
  const algorithm = algorithms.get(header.alg)
  if (algorithm === undefined || algorithm.kty !== jwk.kty || (algorithm.crv ?? jwk.crv) !== jwk.crv) return false
  if (algorithm.signatureBytes !== undefined && signature.length !== algorithm.signatureBytes) return false
  return verifySignature({ algorithm, jwk, signingInput, signature })
}

async function judgeByJose(token: string, { header }: UnverifiedToken, { alg, ...jwk }: JWK): Promise<boolean> {
  try {
    await compactVerify(token, await importJWK(jwk as never, algorithms.has(header.alg) ? header.alg : alg), {
      algorithms: [...algorithms.keys()],
    })
    return true
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError || error instanceof DOMException) return false
    throw error
  }
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.= \n'.split('')
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  part: fc.nat(2),
  kind: fc.constantFrom('replace', 'insert', 'delete'),
  char: fc.constantFrom(...alphabet),
})

function mostlyAsItWas<T>(change: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: change })
}

/** A token of one of the signers: valid, changed in some characters, mixed with another, or with other bytes for a signature. */
const anyToken = fc.record({
  name: fc.constantFrom(...names),
  first: fc.nat(3),
  second: mostlyAsItWas(fc.nat(3)),
  edits: fc.array(edit, { maxLength: 2 }),
  signature: mostlyAsItWas(fc.uint8Array({ maxLength: 160 })),
  alg: mostlyAsItWas(fc.constantFrom(...algorithms.keys(), 'none', 'HS256')),
})

function build({ name, first, second, edits, signature, alg }: typeof anyToken extends fc.Arbitrary<infer T> ? T : never): string {
  const { tokens } = signers[name] as Signer
  const parts = (tokens[first] as string).split('.').with(1, (tokens[second ?? first] as string).split('.')[1] as string)
  if (alg !== undefined) parts[0] = Buffer.from(JSON.stringify({ alg })).toString('base64url')
  if (signature !== undefined) parts[2] = Buffer.from(signature).toString('base64url')
  for (const { at, part, kind, char } of edits) {
    const text = parts[part] as string
    const index = Math.floor(at * text.length)
    parts[part] = text.slice(0, index) + (kind === 'delete' ? '' : char) + text.slice(kind === 'insert' ? index : index + 1)
  }
  return parts.join('.')
}

it('Node, WebCrypto and jose judge valid, mutated and malformed tokens alike', { timeout: 60_000 }, async () => {
  const verdicts = { accepted: 0, refused: 0, malformed: 0 }
  await fc.assert(
    fc.asyncProperty(anyToken, async (recipe) => {
      const token = build(recipe)
      const unverified = parse(token)
      if (unverified === undefined) {
        verdicts.malformed++
        return
      }
      const { jwk } = signers[recipe.name] as Signer
      const [byNode, byWebCrypto, byJose] = await Promise.all([
        judge(node.verifySignature, unverified, jwk),
        judge(webcrypto.verifySignature, unverified, jwk),
        judgeByJose(token, unverified, jwk),
      ])
      verdicts[byNode ? 'accepted' : 'refused']++
      expect({ byNode, byWebCrypto }).toEqual({ byNode: byJose, byWebCrypto: byJose })
    }),
    { numRuns: runs },
  )
  // Each kind of token was really among them.
  expect(Math.min(...Object.values(verdicts))).toBeGreaterThan(runs / 50)
})
