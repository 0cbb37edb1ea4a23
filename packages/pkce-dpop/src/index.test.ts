import { expect, it } from 'vitest'
import * as dpop from './dpop/index.ts'
import * as root from './index.ts'
import * as pkce from './pkce/index.ts'

it('has at its root what /pkce and /dpop have, and nothing of /dpop/redis', () => {
  expect({ ...root }).toEqual({ ...pkce, ...dpop })
})

it('offers these names', () => {
  expect(Object.keys(root).toSorted()).toEqual([
    'DPoPKeyPair',
    'DPoPNonceIssuer',
    'DPoPVerifier',
    'IndexedDBKeyStore',
    'MemoryReplayStore',
    'calculateThumbprint',
    'createPKCEChallenge',
    'generateCodeChallenge',
    'generateCodeVerifier',
    'generateNonce',
    'generateState',
    'loadOrGenerateDPoPKeyPair',
    'normalizeHtu',
    'restoreDPoPKeyPair',
    'verifyCodeChallenge',
  ])
})
