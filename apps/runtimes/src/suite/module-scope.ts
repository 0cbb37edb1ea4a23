import { AuthPlatformClient } from '@auth/client'
import { HTTPExecutor } from '@auth/http-resilience'
import { JWKSCache } from '@auth/jwks'
import { DPoPNonceIssuer, DPoPVerifier, MemoryReplayStore } from '@auth/pkce-dpop/dpop'
import { TokenValidator } from '@auth/tokens'
import { ResourceServer } from '@auth/tokens/resource-server'

/** Where the instances below find their issuer, once there is one. */
export const transport: { fetch: typeof globalThis.fetch } = { fetch: () => Promise.reject(new Error('there is no issuer yet')) }

const issuer = 'https://issuer.test'
const fetch: typeof globalThis.fetch = (input, init) => transport.fetch(input, init)

/** Made while the program loads, as programs do: edge workers allow neither timers nor signals nor chance then. */
function createInstances() {
  const jwks = new JWKSCache({ issuer, fetch })
  const replayStore = new MemoryReplayStore()
  const nonce = new DPoPNonceIssuer({ secrets: ['a secret of at least thirty-two bytes, for checks'] })
  return {
    executor: new HTTPExecutor({ fetch }),
    validator: new TokenValidator({ issuer, audience: 'api', jwks }),
    verifier: new DPoPVerifier({ replayStore, nonce }),
    server: new ResourceServer({ issuer, audience: 'api', fetch, publicUrl: 'https://api.example', dpop: { replayStore, nonce } }),
    client: new AuthPlatformClient({ baseUrl: issuer, clientId: 'api', clientSecret: 'secret', fetch, dpop: { enabled: true } }),
  }
}

function attempt() {
  try {
    return { instances: createInstances() }
  } catch (error) {
    return { error }
  }
}

/** What came of it. */
export const atLoad: ReturnType<typeof attempt> = attempt()
