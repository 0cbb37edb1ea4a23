import type { Attack, AttackKit, TestMembers } from './attack.ts'

function signed(toClaims: (claims: TestMembers) => TestMembers, header: TestMembers = {}): Attack['make'] {
  return ({ sign, claims }: AttackKit) => sign(toClaims(claims), header)
}

/** The claim's number written as JSON text that JSON.stringify never writes. */
function signedWithExp(text: string): Attack['make'] {
  return ({ key, header, claims }) =>
    key.signText(JSON.stringify(header), JSON.stringify({ ...claims, exp: 0 }).replace('"exp":0', `"exp":${text}`))
}

function seconds({ iat }: TestMembers): number {
  return iat as number
}

/** What the issuer signed but not for this use: another audience, another time, another kind (RFC 7519 §4.1, RFC 8725 §3.9 to §3.12). */
export const claimsAttacks: readonly Attack[] = [
  {
    name: 'expired',
    attacks: 'the time',
    check: 'exp',
    make: signed((claims) => ({ exp: seconds(claims) - 3600, iat: seconds(claims) - 7200 })),
  },
  { name: 'no exp', attacks: 'the time', check: 'exp', make: signed(() => ({ exp: undefined })) },
  {
    name: 'exp as a string',
    attacks: 'the time (CVE-2026-44459)',
    check: 'exp',
    make: signed((claims) => ({ exp: String(claims['exp']) })),
  },
  { name: 'exp null', attacks: 'the time', check: 'exp', make: signed(() => ({ exp: null })) },
  { name: 'exp infinite', attacks: 'the time', check: 'exp', make: signedWithExp('1e309') },
  { name: 'not yet valid', attacks: 'the time', check: 'nbf', make: signed((claims) => ({ nbf: seconds(claims) + 3600 })) },
  { name: 'nbf as a string', attacks: 'the time', check: 'nbf', make: signed(() => ({ nbf: '0' })) },
  { name: 'made in the future', attacks: 'the time', check: 'iat', make: signed((claims) => ({ iat: seconds(claims) + 120 })) },
  { name: 'another audience', attacks: 'the audience (CVE-2025-62610)', check: 'aud', make: signed(() => ({ aud: 'https://other.test' })) },
  { name: 'no audience', attacks: 'the audience', check: 'aud', make: signed(() => ({ aud: undefined })) },
  { name: 'longer audience', attacks: 'the audience', check: 'aud', make: signed(({ aud }) => ({ aud: `${String(aud)}.attacker.test` })) },
  { name: 'audience as an object', attacks: 'the audience', check: 'aud', make: signed(({ aud }) => ({ aud: { [String(aud)]: true } })) },
  { name: 'audience within an array of arrays', attacks: 'the audience', check: 'aud', make: signed(({ aud }) => ({ aud: [[aud]] })) },
  { name: 'another issuer', attacks: 'the issuer', check: 'iss', make: signed(() => ({ iss: 'https://attacker.test' })) },
  {
    name: 'longer issuer',
    attacks: 'the issuer (CVE-2024-53861)',
    check: 'iss',
    make: signed(({ iss }) => ({ iss: `${String(iss)}.attacker.test` })),
  },
  { name: 'issuer with a slash more', attacks: 'the issuer', check: 'iss', make: signed(({ iss }) => ({ iss: `${String(iss)}/` })) },
  { name: 'issuer within an array', attacks: 'the issuer (CVE-2025-30144)', check: 'iss', make: signed(({ iss }) => ({ iss: [iss] })) },
  { name: 'no issuer', attacks: 'the issuer', check: 'iss', make: signed(() => ({ iss: undefined })) },
  { name: 'sub as a number', attacks: 'the subject', check: 'sub', make: signed(() => ({ sub: 1 })) },
  { name: 'ID token by nonce', attacks: 'the kind', check: 'kind', make: signed(() => ({ nonce: 'n' }), { typ: 'JWT' }) },
  { name: 'ID token by at_hash', attacks: 'the kind', check: 'kind', make: signed(() => ({ at_hash: 'h' }), { typ: undefined }) },
  { name: 'ID token by c_hash', attacks: 'the kind', check: 'kind', make: signed(() => ({ c_hash: 'h' }), { typ: 'JWT' }) },
  { name: 'ID token by token_use', attacks: 'the kind', check: 'kind', make: signed(() => ({ token_use: 'id' }), { typ: 'JWT' }) },
  { name: 'ID token by typ claim', attacks: 'the kind', check: 'kind', make: signed(() => ({ typ: 'ID' }), { typ: 'JWT' }) },
  { name: 'refresh token', attacks: 'the kind', check: 'kind', make: signed(() => ({ typ: 'Refresh' }), { typ: 'JWT' }) },
  {
    name: 'logout token by events',
    attacks: 'the kind',
    check: 'kind',
    make: signed(() => ({ events: { 'http://schemas.openid.net/event/backchannel-logout': {} } }), { typ: 'JWT' }),
  },
  { name: 'logout token by typ', attacks: 'the kind', check: 'typ', make: signed(() => ({}), { typ: 'logout+jwt' }) },
  { name: 'DPoP proof by typ', attacks: 'the kind', check: 'typ', make: signed(() => ({}), { typ: 'dpop+jwt' }) },
  { name: 'typ is a number', attacks: 'the kind', check: 'typ', make: signed(() => ({}), { typ: 1 }) },
]
