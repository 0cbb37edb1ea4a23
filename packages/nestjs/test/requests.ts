import type { Kit } from './kit.ts'

/** What a request asks for; every subject has all of it. */
export type Operation = 'list' | 'write' | 'refund' | 'health' | 'hello'

/** How a request is written otherwise, in what its transport routes by. */
export type Spelling = 'plain' | 'encoded' | 'trailing' | 'doubled' | 'upper' | 'head'

/** Credentials as headers have them; a subject whose transport has none carries them where its clients do. */
export interface Credentials {
  readonly authorization?: string
  readonly dpop?: string
}

/** The URL that a proof must name, which is another one for each subject. */
export interface ProofTarget {
  readonly method: string
  readonly url: string
}

/** What came of a request: its status, the code of a refusal, and what the handler answered. */
export interface Outcome {
  readonly status: number
  readonly code?: string | undefined
  readonly answer?: unknown
}

export interface RequestRow {
  readonly name: string
  readonly operation: Operation
  readonly spelling?: Spelling
  readonly credentials: (kit: Kit, target: ProofTarget) => Credentials | Promise<Credentials>
  readonly expected: Outcome
}

type Claims = Readonly<Record<string, unknown>>

const good: Claims = { sub: 'ada', scope: 'orders:read' }

function bearer(claims: Claims = good): RequestRow['credentials'] {
  return async ({ issuer }) => ({ authorization: `Bearer ${await issuer.sign(claims)}` })
}

function bound(prove: (kit: Kit, target: ProofTarget, token: string) => Promise<Credentials>): RequestRow['credentials'] {
  return async (kit, target) => prove(kit, target, await kit.issuer.sign({ ...good, cnf: { jkt: kit.pair.thumbprint } }))
}

const none = (): Credentials => ({})
const granted: Outcome = { status: 200, answer: 'ada' }
const refused = (status: number, code: string): Outcome => ({ status, code })

const byToken: readonly RequestRow[] = [
  { name: 'a good token', operation: 'list', credentials: bearer(), expected: granted },
  { name: 'no token', operation: 'list', credentials: none, expected: refused(401, 'AUTH_1005') },
  { name: 'an expired token', operation: 'list', credentials: bearer({ ...good, exp: 1 }), expected: refused(401, 'AUTH_1001') },
  {
    name: 'a token for another API',
    operation: 'list',
    credentials: bearer({ ...good, aud: 'other' }),
    expected: refused(401, 'AUTH_1002'),
  },
  { name: 'a revoked token', operation: 'list', credentials: bearer({ ...good, list: 'named' }), expected: refused(401, 'AUTH_1008') },
  {
    name: 'a token while nobody can tell',
    operation: 'list',
    credentials: bearer({ ...good, list: 'away' }),
    expected: refused(503, 'SRV_5002'),
  },
  { name: 'a token without the scope', operation: 'write', credentials: bearer(), expected: refused(403, 'AUTH_1006') },
  { name: 'a token of a weak sign-in', operation: 'refund', credentials: bearer(), expected: refused(401, 'AUTH_1007') },
  { name: 'a token of a strong sign-in', operation: 'refund', credentials: bearer({ ...good, acr: 'gold' }), expected: granted },
  { name: 'another scheme', operation: 'list', credentials: () => ({ authorization: 'Basic YTpi' }), expected: refused(401, 'AUTH_1005') },
  {
    name: 'two words after the scheme',
    operation: 'list',
    credentials: () => ({ authorization: 'Bearer a b' }),
    expected: refused(400, 'VAL_2001'),
  },
  { name: 'what is no token', operation: 'list', credentials: () => ({ authorization: 'Bearer %' }), expected: refused(401, 'AUTH_1002') },
]

const byProof: readonly RequestRow[] = [
  {
    name: 'a bound token with its proof',
    operation: 'list',
    credentials: bound(async ({ pair }, target, token) => ({
      authorization: `DPoP ${token}`,
      dpop: await pair.createProof({ ...target, accessToken: token }),
    })),
    expected: granted,
  },
  {
    name: 'a stolen token without its proof',
    operation: 'list',
    credentials: bound(async (_kit, _target, token) => ({ authorization: `Bearer ${token}` })),
    expected: refused(401, 'AUTH_1002'),
  },
  {
    name: 'a bound token without a proof',
    operation: 'list',
    credentials: bound(async (_kit, _target, token) => ({ authorization: `DPoP ${token}` })),
    expected: refused(401, 'DPOP_6001'),
  },
  {
    name: 'a stolen token with a proof of the thief',
    operation: 'list',
    credentials: bound(async ({ thief }, target, token) => ({
      authorization: `DPoP ${token}`,
      dpop: await thief.createProof({ ...target, accessToken: token }),
    })),
    expected: refused(401, 'DPOP_6002'),
  },
  {
    name: 'a proof for another URL',
    operation: 'list',
    credentials: bound(async ({ pair }, { method }, token) => ({
      authorization: `DPoP ${token}`,
      dpop: await pair.createProof({ method, url: 'https://evil.example/', accessToken: token }),
    })),
    expected: refused(401, 'DPOP_6002'),
  },
]

const open: readonly RequestRow[] = [
  { name: 'what is public, without a token', operation: 'health', credentials: none, expected: { status: 200, answer: 'well' } },
  { name: 'what is optional, without a token', operation: 'hello', credentials: none, expected: { status: 200, answer: 'stranger' } },
  { name: 'what is optional, with a token', operation: 'hello', credentials: bearer(), expected: granted },
  {
    name: 'what is optional, with a bad token',
    operation: 'hello',
    credentials: bearer({ ...good, exp: 1 }),
    expected: refused(401, 'AUTH_1001'),
  },
]

const spellings: readonly Spelling[] = ['encoded', 'trailing', 'doubled', 'upper', 'head']

/** Written in another way, a request is either known as the same one, or not known at all. */
const bySpelling: readonly RequestRow[] = spellings.flatMap((spelling) => [
  { name: `${spelling}, a good token`, operation: 'list' as const, spelling, credentials: bearer(), expected: granted },
  { name: `${spelling}, no token`, operation: 'list' as const, spelling, credentials: none, expected: refused(401, 'AUTH_1005') },
  {
    name: `${spelling}, without the scope`,
    operation: 'write' as const,
    spelling,
    credentials: bearer(),
    expected: refused(403, 'AUTH_1006'),
  },
])

/** The one list of requests that every adapter and transport must decide alike. */
export const requests: readonly RequestRow[] = [...byToken, ...byProof, ...open, ...bySpelling]

/** Those of the issuer's attack tokens that a header can carry, in the same form. */
export async function listAttacks({ issuer }: Kit): Promise<readonly RequestRow[]> {
  const attacks = (await issuer.attackTokens()).filter(({ token }) => /^[\x21-\x7e]{1,6000}$/.test(token))
  return attacks.map(({ name, token, code }) => ({
    name,
    operation: 'list',
    credentials: () => ({ authorization: `Bearer ${token}` }),
    expected: refused(401, code),
  }))
}
