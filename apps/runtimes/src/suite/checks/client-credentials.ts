import { AuthPlatformClient, type AuthPlatformConfig } from '@auth/client'
import { DPoPKeyPair } from '@auth/pkce-dpop/dpop'
import { ResourceServer } from '@auth/tokens/resource-server'
import type { Check } from '../check.ts'
import { expectEqual, expectRefusal } from '../expect.ts'
import type { World } from '../world.ts'

/** Node 22 does not know `await using`. */
async function useClient(
  { facts, apiUrl }: World,
  config: Partial<AuthPlatformConfig>,
  work: (client: AuthPlatformClient) => Promise<unknown>,
) {
  const client = new AuthPlatformClient({
    baseUrl: facts.issuer,
    clientId: facts.clientId,
    clientSecret: facts.clientSecret,
    audience: facts.audiences.ES256,
    scopes: ['orders:read'],
    apiOrigins: [new URL(apiUrl).origin],
    allowInsecureLoopback: true,
    ...config,
  })
  try {
    await work(client)
  } finally {
    await client.close()
  }
}

const getsBoundTokens: Check = {
  name: 'client: client credentials bound by DPoP, with the nonces of issuer and API',
  async run(world) {
    await world.order('setDPoPNonce', { mode: 'required' })
    const keyPair = await DPoPKeyPair.generate()
    await useClient(world, { dpop: { enabled: true, keyPair } }, async (client) => {
      const asked = await world.order('countRequests', { endpoint: 'token' })
      const tokens = await Promise.all([client.getAccessToken(), client.getAccessToken(), client.getAccessToken()])
      expectEqual(new Set(tokens).size, 1, 'tokens for three callers at once')
      // The first request is refused for want of a nonce.
      expectEqual((await world.order('countRequests', { endpoint: 'token' })) - asked, 2, 'requests to the token endpoint')
      const claims = await client.validateToken(tokens[0])
      expectEqual((claims['cnf'] as { jkt?: unknown }).jkt, keyPair.thumbprint, 'the key that the token is bound to')
      const answer = await client.fetch(world.apiUrl)
      expectEqual([answer.status, await answer.json()], [200, { client: world.facts.clientId, scheme: 'DPoP' }], 'what the API answers')
    })
  },
}

const isRefusedWithoutSecret: Check = {
  name: 'client: a wrong secret is refused, with a typed error',
  async run(world) {
    await useClient(world, { clientSecret: 'a wrong one' }, (client) => expectRefusal(() => client.getAccessToken(), 'AUTH_1004'))
  },
}

const guardsRequests: Check = {
  name: 'resource server: a bound token passes with its proof alone, once',
  async run(world) {
    const { issuer, audiences } = world.facts
    const keyPair = await DPoPKeyPair.generate()
    let token = ''
    await useClient(world, { dpop: { enabled: true, keyPair } }, async (client) => {
      token = await client.getAccessToken()
    })
    const publicUrl = 'https://api.example'
    const server = new ResourceServer({ issuer, audience: audiences.ES256, publicUrl, allowInsecureLoopback: true })
    const url = `${publicUrl}/orders`
    const toRequest = (scheme: string, proof?: string): Request =>
      new Request(url, { headers: { authorization: `${scheme} ${token}`, ...(proof !== undefined && { dpop: proof }) } })
    const proof = await keyPair.createProof({ method: 'GET', url, accessToken: token })
    const { auth } = await server.authenticate(toRequest('DPoP', proof), { scopes: ['orders:read'] })
    expectEqual([auth.scheme, auth.claims.client_id], ['DPoP', world.facts.clientId], 'scheme and client')
    await expectRefusal(() => server.authenticate(toRequest('DPoP', proof)), 'DPOP_6004')
    await expectRefusal(() => server.authenticate(toRequest('Bearer')), 'AUTH_1002')
    const refusal = await expectRefusal(() => server.authenticate(new Request(url)), 'AUTH_1005')
    expectEqual(server.challenge(refusal).status, 401, 'the status of a challenge')
  },
}

export const clientChecks: readonly Check[] = [getsBoundTokens, isRefusedWithoutSecret, guardsRequests]
