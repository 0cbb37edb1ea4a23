import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { AuthPlatformClient, type TokenResponse } from '@auth/client'
import type { JWK, JWKS } from '@auth/jwks'
import { MemoryReplayStore } from '@auth/pkce-dpop'
import { TokenValidator } from '@auth/tokens'
import { audience } from './sample-issuer.ts'

const issuer = 'https://as.example'

/** Something that is being filled. */
interface Fill {
  readonly add: (index: number) => Promise<unknown>
  readonly drop: () => void
}

/** Something that traffic passes through, on a clock that is moved. */
interface Traffic {
  readonly passSecond: (second: number) => Promise<unknown>
  readonly drop: () => void
}

export interface MemoryScenario {
  readonly entries: number
  /** What an entry may take. */
  readonly budgetBytes: number
  readonly createFill: (entries: number) => Promise<Fill>
  readonly createTraffic: (shrink: number) => Promise<Traffic>
}

/** Signs access tokens fast: the memory of a hundred thousand is measured. */
function createSigner(): { readonly jwks: JWKS; readonly sign: (index: number, iat: number) => string } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')
  const header = encode({ alg: 'EdDSA', typ: 'at+jwt', kid: 'key-1' })
  return {
    jwks: { keys: [{ ...(publicKey.export({ format: 'jwk' }) as JWK), kid: 'key-1' }] },
    sign: (index, iat) => {
      const claims = { iss: issuer, aud: audience, sub: `user-${index}`, client_id: 'web-shop', scope: 'orders:read orders:write profile' }
      const input = `${header}.${encode({ ...claims, jti: `token-${index}`, iat, exp: iat + 3600 })}`
      return `${input}.${sign(null, Buffer.from(input), privateKey).toString('base64url')}`
    },
  }
}

/** A clock for everything, in milliseconds. */
function createClock(): { now: () => number; set: (seconds: number) => void } {
  let milliseconds = 1_700_000_000_000
  return { now: () => milliseconds, set: (seconds) => (milliseconds = 1_700_000_000_000 + seconds * 1000) }
}

function toReplayId(index: number): string {
  return createHash('sha256').update(String(index)).digest('base64url')
}

/** Calls `act` so many times a second, each time with the next number. */
function paced(perSecond: number, act: (index: number) => unknown): (second: number) => Promise<void> {
  return async (second) => {
    for (let index = 0; index < perSecond; index++) await act(second * perSecond + index)
  }
}

const cachedTokens: MemoryScenario = {
  entries: 100_000,
  budgetBytes: 2048,
  createFill: async (entries) => {
    const { jwks, sign: signToken } = createSigner()
    const { now } = createClock()
    const verifiedTokenCache = { maxEntries: entries, maxBytes: 2 ** 30 }
    let validator: TokenValidator | undefined = new TokenValidator({ issuer, audience, jwks, now, monotonicNow: now, verifiedTokenCache })
    return {
      add: async (index) => validator?.validate(signToken(index, now() / 1000)),
      drop: () => (validator = undefined),
    }
  },
  createTraffic: async (shrink) => {
    const { jwks, sign: signToken } = createSigner()
    const { now, set } = createClock()
    let validator: TokenValidator | undefined = new TokenValidator({ issuer, audience, jwks, now, monotonicNow: now })
    const pass = paced(Math.max(1, Math.round(20 / shrink)), (index) => validator?.validate(signToken(index, Math.floor(now() / 1000))))
    return { passSecond: (second) => (set(second), pass(second)), drop: () => (validator = undefined) }
  },
}

const replayEntries: MemoryScenario = {
  entries: 1_000_000,
  budgetBytes: 128,
  createFill: async () => {
    const { now } = createClock()
    let store: MemoryReplayStore | undefined = new MemoryReplayStore({ now })
    return { add: async (index) => store?.claim(toReplayId(index), 300), drop: () => (store = undefined) }
  },
  createTraffic: async (shrink) => {
    const { now, set } = createClock()
    let store: MemoryReplayStore | undefined = new MemoryReplayStore({ now })
    const pass = paced(Math.max(1, Math.round(200 / shrink)), (index) => store?.claim(toReplayId(index), 300))
    return { passSecond: (second) => (set(second), pass(second)), drop: () => (store = undefined) }
  },
}

function toTokens(index: number, now: () => number): TokenResponse {
  const text = toReplayId(index)
  return {
    accessToken: text.repeat(14),
    refreshToken: text,
    tokenType: 'Bearer',
    scopes: ['openid', 'orders:read'],
    expiresAt: now() / 1000 + 300,
    raw: {},
  }
}

function createClient(now: () => number): AuthPlatformClient {
  const refuse = (): Promise<Response> => Promise.reject(new TypeError('nothing is asked here'))
  return new AuthPlatformClient({ baseUrl: issuer, clientId: 'bench', clientSecret: 'not a secret', fetch: refuse, now, monotonicNow: now })
}

const clientSessions: MemoryScenario = {
  entries: 10_000,
  budgetBytes: 4096,
  createFill: async () => {
    const { now } = createClock()
    let client: AuthPlatformClient | undefined = createClient(now)
    return {
      add: async (index) => client?.forSession(`session-${index}`).save(toTokens(index, now)),
      drop: () => (client = undefined),
    }
  },
  createTraffic: async (shrink) => {
    const { now, set } = createClock()
    let client: AuthPlatformClient | undefined = createClient(now)
    const sessions = Math.ceil(10_000 / shrink)
    // Every session gets new tokens every five minutes, as a refresh brings them.
    const pass = paced(Math.ceil(sessions / 300), async (index) => {
      const session = client?.forSession(`session-${index % sessions}`)
      await session?.save(toTokens(index, now))
      await session?.getAccessToken()
    })
    return { passSecond: (second) => (set(second), pass(second)), drop: () => (client = undefined) }
  },
}

/** What is kept, by name. */
export const memoryScenarios: Readonly<Record<string, MemoryScenario>> = {
  'tokens that were verified': cachedTokens,
  'DPoP proofs that were used': replayEntries,
  'sessions of a client': clientSessions,
}
