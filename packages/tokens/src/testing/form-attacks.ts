import type { Attack, AttackKit } from './attack.ts'
import { encodeText } from './test-key.ts'

const { stringify } = JSON

/** The good token, its three parts written differently. */
function rewritten(rewrite: (parts: readonly [string, string, string]) => string): Attack['make'] {
  return async ({ sign }) => rewrite((await sign()).split('.') as [string, string, string])
}

/** Signed by the issuer over texts that are not what JSON.stringify writes. */
function signedText(write: (kit: AttackKit) => { readonly header?: string; readonly payload?: string }): Attack['make'] {
  return (kit) => {
    const { header = stringify(kit.header), payload = stringify(kit.claims) } = write(kit)
    return kit.key.signText(header, payload)
  }
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** The same bytes in another spelling: the bits that say nothing are set in the last part that has any, the signature if it can be. */
async function withStrayBits({ sign, header }: AttackKit): Promise<string> {
  // Spaces after the "x" make the header's length one that leaves bits over.
  const spaces = ' '.repeat((6 - (stringify({ ...header, x: '' }).length % 3)) % 3)
  const parts = (await sign({}, { x: `${spaces} ` })).split('.')
  const index = parts.findLastIndex((part) => part.length % 4 !== 0)
  return parts
    .with(
      index,
      (parts[index] ?? '').replace(/.$/, (last) => alphabet.charAt(alphabet.indexOf(last) + 1)),
    )
    .join('.')
}

/** What is not the one legal form of a signed token (RFC 7519 §7.2, RFC 7515 §2 and §4). */
export const formAttacks: readonly Attack[] = [
  { name: 'empty', attacks: 'the form', check: 'format', make: () => '' },
  { name: 'two parts', attacks: 'the form', check: 'format', make: rewritten(([header, payload]) => `${header}.${payload}`) },
  { name: 'four parts', attacks: 'the form', check: 'format', make: rewritten((parts) => `${parts.join('.')}.`) },
  { name: 'only dots', attacks: 'the form', check: 'format', make: () => '..' },
  { name: 'leading space', attacks: 'the form', check: 'format', make: rewritten((parts) => ` ${parts.join('.')}`) },
  { name: 'trailing newline', attacks: 'the form', check: 'format', make: rewritten((parts) => `${parts.join('.')}\n`) },
  { name: 'padding', attacks: 'base64url (CVE-2022-25898)', check: 'format', make: rewritten((parts) => `${parts.join('.')}==`) },
  {
    name: 'base64 alphabet',
    attacks: 'base64url',
    check: 'format',
    make: rewritten(([header, payload, signature]) => `${header}.${payload}.+/${signature.slice(2)}`),
  },
  {
    name: 'stray bits in the last character',
    attacks: 'base64url (CVE-2022-25898)',
    check: 'format',
    make: withStrayBits,
  },
  { name: 'oversize', attacks: 'the size cap', check: 'size', make: ({ sign }) => sign({ filler: 'x'.repeat(1_000_000) }) },
  {
    name: 'JSON serialisation',
    attacks: 'the form (GHSA-jc38-x7x8-2xc8)',
    check: 'format',
    make: rewritten(([header, payload, signature]) => stringify({ payload, signatures: [{ protected: header, signature }] })),
  },
  {
    name: 'encrypted, five parts',
    attacks: 'the form (CVE-2026-29000)',
    check: 'encryption',
    make: rewritten((parts) => `${encodeText(stringify({ alg: 'dir', enc: 'A256GCM', cty: 'JWT' }))}..${parts.join('.')}`),
  },
  {
    name: 'duplicate claim',
    attacks: 'member names',
    check: 'format',
    make: signedText(({ claims }) => ({ payload: stringify(claims).replace('{', '{"sub":"admin",') })),
  },
  {
    name: 'duplicate header parameter',
    attacks: 'member names',
    check: 'format',
    make: signedText(({ header }) => ({ header: stringify(header).replace('{', '{"alg":"none",') })),
  },
  { name: 'array payload', attacks: 'the payload', check: 'format', make: signedText(({ claims }) => ({ payload: stringify([claims]) })) },
  { name: 'null payload', attacks: 'the payload', check: 'format', make: signedText(() => ({ payload: 'null' })) },
  { name: 'no JSON', attacks: 'the payload', check: 'format', make: signedText(() => ({ payload: 'hello' })) },
  {
    name: 'byte order mark',
    attacks: 'the payload',
    check: 'format',
    make: signedText(({ claims }) => ({ payload: `\uFEFF${stringify(claims)}` })),
  },
  {
    name: 'deep nesting',
    attacks: 'the stack',
    check: 'format',
    make: signedText(({ claims }) => ({ payload: stringify(claims).replace('{', `{"deep":${'['.repeat(2000)}${']'.repeat(2000)},`) })),
  },
  { name: 'unknown crit', attacks: 'extensions (CVE-2026-35042)', check: 'crit', make: ({ sign }) => sign({}, { crit: ['x'], x: 1 }) },
  { name: 'empty crit', attacks: 'extensions', check: 'crit', make: ({ sign }) => sign({}, { crit: [] }) },
  { name: 'unencoded payload', attacks: 'extensions (RFC 7797)', check: 'crit', make: ({ sign }) => sign({}, { b64: false }) },
  { name: 'kid is a number', attacks: 'the kid', check: 'kid', make: ({ sign }) => sign({}, { kid: 1 }) },
  { name: 'alg is missing', attacks: 'the algorithm', check: 'alg', make: ({ sign }) => sign({}, { alg: undefined }) },
  { name: 'alg is an array', attacks: 'the algorithm', check: 'alg', make: ({ sign, key }) => sign({}, { alg: [key.jwk.alg] }) },
]
