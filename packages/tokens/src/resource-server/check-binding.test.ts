import { createHash } from 'node:crypto'
import { TokenInvalidError } from '@auth/core-errors'
import { DPoPKeyPair } from '@auth/pkce-dpop'
import { beforeAll, describe, expect, it } from 'vitest'
import type { AuthScheme } from './auth-context.ts'
import { type BindingContext, checkBinding } from './check-binding.ts'
import { DPoPCheck } from './dpop-check.ts'

const certificate = new Uint8Array([1, 2, 3])
const x5t = createHash('sha256').update(certificate).digest('base64url')
const dpop = new DPoPCheck({}, { publicUrl: 'https://api.example', now: Date.now, monotonicNow: () => 0, onReplayCheckSkipped: () => {} })
const context: BindingContext = { dpop, getCertificate: () => certificate }
let pair: DPoPKeyPair
beforeAll(async () => {
  pair = await DPoPKeyPair.generate()
})

async function check(scheme: AuthScheme, cnf: unknown, changes: Partial<BindingContext> = {}): Promise<unknown> {
  const proof = await pair.createProof({ method: 'GET', url: 'https://api.example/', accessToken: 'token' })
  const request = { method: 'GET', url: '/', headers: { dpop: proof } }
  return checkBinding({ request, scheme, token: 'token', claims: { iss: 'a', exp: 1, cnf } }, { ...context, ...changes })
}

describe('checkBinding', () => {
  it('takes tokens that came with what they are bound to', async () => {
    await check('Bearer', undefined)
    await check('DPoP', { jkt: pair.thumbprint })
    await check('Bearer', { 'x5t#S256': x5t })
    await check('DPoP', { jkt: pair.thumbprint, 'x5t#S256': x5t })
  })

  const refused: readonly (readonly [string, AuthScheme, () => unknown, Partial<BindingContext>])[] = [
    ['a bound token as Bearer, although its proof is there', 'Bearer', () => ({ jkt: pair.thumbprint }), {}],
    ['a bound token where no proofs are taken', 'DPoP', () => ({ jkt: pair.thumbprint }), { dpop: undefined }],
    ['a bound token as Bearer where no proofs are taken', 'Bearer', () => ({ jkt: pair.thumbprint }), { dpop: undefined }],
    ['a token that is not bound, by the DPoP scheme', 'DPoP', () => undefined, {}],
    ['a token that is bound to a certificate alone, by the DPoP scheme', 'DPoP', () => ({ 'x5t#S256': x5t }), {}],
    ['a binding that cannot be read', 'Bearer', () => 'x', {}],
  ]
  it.each(refused)('refuses %s', async (_, scheme, cnf, changes) => {
    await expect(check(scheme, cnf(), changes)).rejects.toThrow(TokenInvalidError)
    await expect(check(scheme, cnf(), changes)).rejects.toMatchObject({ details: { check: 'binding' } })
  })

  it.each([
    ['another certificate', () => new Uint8Array([3, 2, 1])],
    ['no certificate', () => undefined],
  ])('refuses a token that is bound to a certificate and came with %s', async (_, getCertificate) => {
    for (const scheme of ['Bearer', 'DPoP'] as const) {
      const cnf = { 'x5t#S256': x5t, ...(scheme === 'DPoP' && { jkt: pair.thumbprint }) }
      await expect(check(scheme, cnf, { getCertificate })).rejects.toMatchObject({ details: { check: 'certificate' } })
    }
  })

  it('refuses a proof by another key', async () => {
    const { thumbprint } = await DPoPKeyPair.generate()
    await expect(check('DPoP', { jkt: thumbprint })).rejects.toMatchObject({ code: 'DPOP_6002' })
  })
})
