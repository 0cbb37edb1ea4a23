import { randomBytes } from 'node:crypto'
import type { Provider } from 'oidc-provider'
import { createDemoClients } from './demo/demo-clients.ts'
import { demoUsers } from './demo/demo-users.ts'
import { toResource } from './demo/resources.ts'
import { FrontServer } from './front/front-server.ts'
import type { Issuer, IssuerOptions } from './issuer.ts'
import { createListener } from './listener.ts'
import { createBackchannel } from './provider/backchannel.ts'
import { createProvider } from './provider/create-provider.ts'
import { createMemoryAdapter } from './provider/memory-adapter.ts'
import type { ProviderParts } from './provider/provider-configuration.ts'
import { createSigningKeys, type SigningJwk } from './provider/signing-keys.ts'
import { signAccessToken } from './sign-access-token.ts'

/** Starts an OpenID provider in memory, on loopback. A taken port rejects. */
export async function startIssuer(options: IssuerOptions = {}): Promise<Issuer> {
  const { port = 0, tls, onError = () => {}, now = Date.now } = options
  let { dpopNonce = 'optional' } = options
  const resources = toResources(options)
  const [clients, firstKeys, front] = await Promise.all([createDemoClients(options), createSigningKeys(), FrontServer.listen(port, tls)])
  const backchannel = createBackchannel(demoUsers)
  const parts: ProviderParts = {
    clients,
    users: demoUsers,
    resources,
    backchannel,
    adapter: createMemoryAdapter(),
    cookieKeys: [randomBytes(32).toString('base64url')],
    dpopNonceSecret: randomBytes(32),
    dpopNonceMode: () => dpopNonce,
    mutualTlsOrigin: front.mutualTlsOrigin,
  }

  let keys: readonly SigningJwk[] = []
  let provider: Provider
  const phone = backchannel.createDevice(() => provider)
  const useKeys = (next: readonly SigningJwk[]): void => {
    keys = next
    provider = createProvider(front.origin, parts, keys, onError)
    front.setListener(createListener({ provider, keys, clients, users: demoUsers, resources, phone, onError }))
  }
  useKeys(firstKeys)

  return {
    issuer: front.origin,
    clients,
    users: demoUsers,
    resources,
    ...toControls(front),
    phone,
    setDPoPNonce: (mode) => void (dpopNonce = mode),
    async rotateKeys({ dropOld = false } = {}) {
      const fresh = await createSigningKeys()
      useKeys(dropOld ? fresh : [...fresh, ...keys])
    },
    signAccessToken: (claims = {}, header = {}) =>
      signAccessToken({ issuer: front.origin, resource: resources[0], keys, now }, claims, header),
  }
}

function toResources({
  audience = 'https://api.example.com',
  algorithm,
  accessTokenTtlSeconds,
  resources = [],
}: IssuerOptions): Issuer['resources'] {
  return [
    toResource({ identifier: audience, algorithm, ttlSeconds: accessTokenTtlSeconds }),
    toResource({ identifier: 'https://opaque.example.com', format: 'opaque' }),
    ...resources.map(toResource),
  ]
}

function toControls(
  front: FrontServer,
): Pick<Issuer, 'requests' | 'requestCount' | 'clearRequests' | 'fail' | 'close' | typeof Symbol.asyncDispose> {
  return {
    requests: front.requests,
    requestCount: (endpoint) => front.requests.filter((request) => endpoint === undefined || request.endpoint === endpoint).length,
    clearRequests: () => void front.requests.splice(0),
    fail: (mode, { endpoint = 'all' } = {}) => front.fail(mode, endpoint),
    close: () => front.close(),
    [Symbol.asyncDispose]: () => front.close(),
  }
}
