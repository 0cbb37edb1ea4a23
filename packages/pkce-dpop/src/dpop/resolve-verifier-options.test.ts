import { describe, expect, it } from 'vitest'
import { catchError } from '../../test/catch-error.ts'
import { DPoPNonceIssuer } from './dpop-nonce-issuer.ts'
import { MemoryReplayStore } from './memory-replay-store.ts'
import { resolveVerifierOptions } from './resolve-verifier-options.ts'

const replayStore = new MemoryReplayStore()

describe('resolveVerifierOptions', () => {
  it('has the defaults that it documents', () => {
    expect(resolveVerifierOptions({ replayStore })).toMatchObject({
      maxAgeSeconds: 300,
      clockToleranceSeconds: 10,
      algorithms: ['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519', 'PS256', 'RS256'],
      acceptReplaysWhenStoreFails: false,
      nonce: undefined,
      now: Date.now,
    })
  })

  it('takes the options over', () => {
    const options = {
      replayStore,
      nonce: new DPoPNonceIssuer({ secrets: ['1'.repeat(32)] }),
      maxAgeSeconds: 60,
      clockToleranceSeconds: 0,
      algorithms: ['ES256'] as const,
      verifySignature: () => true,
      hash: () => 'hash',
      acceptReplaysWhenStoreFails: true,
      now: () => 1,
      onEvent: () => {},
    }
    expect(resolveVerifierOptions(options)).toEqual(options)
  })

  it.each([
    ['options', undefined],
    ['replayStore', {}],
    ['replayStore', { replayStore: {} }],
    ['replayStore', { replayStore: null }],
    ['nonce', { replayStore, nonce: {} }],
    ['nonce', { replayStore, nonce: { issue: () => 'nonce' } }],
    ['nonce', { replayStore, nonce: { check: () => true } }],
    ['nonce', { replayStore, nonce: 'nonce' }],
    ['maxAgeSeconds', { replayStore, maxAgeSeconds: 0 }],
    ['maxAgeSeconds', { replayStore, maxAgeSeconds: Number.POSITIVE_INFINITY }],
    ['clockToleranceSeconds', { replayStore, clockToleranceSeconds: 61 }],
    ['clockToleranceSeconds', { replayStore, clockToleranceSeconds: -1 }],
    ['clockToleranceSeconds', { replayStore, clockToleranceSeconds: Number.NaN }],
    ['algorithms', { replayStore, algorithms: [] }],
    ['algorithms', { replayStore, algorithms: ['none'] }],
    ['algorithms', { replayStore, algorithms: ['ES256', 'HS256'] }],
    ['algorithms', { replayStore, algorithms: 'ES256' }],
    ['verifySignature', { replayStore, verifySignature: true }],
    ['hash', { replayStore, hash: 'sha256' }],
    ['acceptReplaysWhenStoreFails', { replayStore, acceptReplaysWhenStoreFails: 'yes' }],
    ['now', { replayStore, now: 0 }],
    ['onEvent', { replayStore, onEvent: {} }],
  ])('refuses a bad %s', async (option, options) => {
    expect(await catchError(() => resolveVerifierOptions(options as never))).toMatchObject({ code: 'VAL_2002', details: { option } })
  })
})
