import { DPoPKeyPair } from '@auth/pkce-dpop'
import type { ResourceServerOptions } from '@auth/tokens/resource-server'
import { createTestIssuer, type TestIssuer } from '@auth/tokens/testing'

export const publicUrl = 'https://api.example'

/** What every subject of a table of requests is protected with, and what the requests are made with. */
export interface Kit {
  readonly issuer: TestIssuer
  readonly options: ResourceServerOptions & { readonly issuer: string; readonly audience: string; readonly now: () => number }
  readonly pair: DPoPKeyPair
  readonly thief: DPoPKeyPair
}

export async function createKit(): Promise<Kit> {
  const issuer = await createTestIssuer({ audience: 'api' })
  const options = {
    issuer: issuer.issuer,
    audience: 'api',
    fetch: issuer.fetch,
    now: issuer.now,
    monotonicNow: issuer.monotonicNow,
    publicUrl,
    realm: 'shop',
    revoked(claims: Readonly<Record<string, unknown>>) {
      if (claims['list'] === 'away') throw new Error('the list of revoked tokens is away')
      return claims['list'] === 'named'
    },
  }
  return { issuer, options, pair: await DPoPKeyPair.generate(), thief: await DPoPKeyPair.generate() }
}
