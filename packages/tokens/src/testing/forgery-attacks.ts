import { decodeBase64url, encodeBase64url } from '#base64url'
import { toDerSignature } from '../verify-signature/to-der-signature.ts'
import type { Attack, AttackKit } from './attack.ts'
import { encodeText } from './test-key.ts'

const { stringify } = JSON

/** A token that the issuer did not sign: header and claims as if it had, and any signature. */
async function forge(
  { header, claims }: AttackKit,
  alg: string,
  toSignature: (signingInput: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>,
): Promise<string> {
  const signingInput = `${encodeText(stringify({ ...header, alg }))}.${encodeText(stringify({ ...claims, sub: 'admin' }))}`
  return `${signingInput}.${encodeBase64url(await toSignature(new TextEncoder().encode(signingInput)))}`
}

function unsigned(alg: string): Attack {
  return {
    name: `alg ${alg}`,
    attacks: 'the algorithm (RFC 8725 §3.2)',
    check: 'alg',
    make: (kit) => forge(kit, alg, async () => new Uint8Array()),
  }
}

/** An HMAC with what everybody knows: some spelling of the public key, or nothing. WebCrypto takes no empty key; zeros are the same one. */
function hmac(spelling: string, toSecret: (kit: AttackKit) => Uint8Array | string): Attack {
  return {
    name: `HS256 with ${spelling}`,
    attacks: 'the algorithm (CVE-2015-9235, CVE-2026-48526, CVE-2026-44351)',
    check: 'alg',
    make: (kit) =>
      forge(kit, 'HS256', async (signingInput) => {
        const secret = toSecret(kit)
        const bytes = new Uint8Array(typeof secret === 'string' ? new TextEncoder().encode(secret) : secret)
        const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
        return new Uint8Array(await crypto.subtle.sign('HMAC', key, signingInput))
      }),
  }
}

function toPem(spki: Uint8Array): string {
  const base64 = btoa(String.fromCharCode(...spki))
  return `-----BEGIN PUBLIC KEY-----\n${base64.replace(/.{64}/g, '$&\n')}\n-----END PUBLIC KEY-----\n`
}

/** Signed by a stranger's key of the same algorithm, the header pointing at it in some way. */
function signedByStranger(name: string, toHeader: (jwk: object) => object, check: Attack['check'] = 'signature'): Attack {
  return {
    name,
    attacks: 'the key (CVE-2018-0114)',
    check,
    make: (kit) =>
      kit.stranger.signText(stringify({ ...kit.header, ...toHeader(kit.stranger.jwk) }), stringify({ ...kit.claims, sub: 'admin' })),
  }
}

function withKid(kid: string): Attack {
  return signedByStranger(`kid ${stringify(kid)}`, () => ({ kid }), 'kid')
}

/** The good token with its last part changed; the change is made to the signature's bytes. */
function withSignature(name: string, change: (signature: string) => string): Attack {
  return {
    name,
    attacks: 'the signature',
    check: 'signature',
    make: async ({ sign }) => (await sign()).replace(/[^.]*$/, change),
  }
}

function changed(change: (bytes: Uint8Array) => Uint8Array): (signature: string) => string {
  return (signature) => encodeBase64url(change(decodeBase64url(signature) ?? new Uint8Array()))
}

/** What was not signed by the issuer's key with the algorithm that the key is for (RFC 8725 §3.1, §3.2, §3.8, §3.10). */
export const forgeryAttacks: readonly Attack[] = [
  ...['none', 'None', 'NONE', 'nOnE', 'noNE', ''].map(unsigned),
  hmac('the public key as PEM', ({ key }) => toPem(key.spki)),
  hmac('the public key as DER', ({ key }) => key.spki),
  hmac('the public key as JWK', ({ key }) => stringify(key.jwk)),
  hmac('an empty secret', () => Uint8Array.of(0)),
  { name: 'lower-case alg', attacks: 'the algorithm', check: 'alg', make: ({ sign, key }) => sign({}, { alg: key.jwk.alg.toLowerCase() }) },
  { name: 'unknown alg', attacks: 'the algorithm', check: 'alg', make: ({ sign }) => sign({}, { alg: '__proto__' }) },
  signedByStranger("a stranger's key, the issuer's kid", () => ({})),
  signedByStranger('embedded jwk', (jwk) => ({ jwk })),
  signedByStranger('jku', () => ({ jku: 'https://attacker.test/jwks' })),
  signedByStranger('x5u', () => ({ x5u: 'https://attacker.test/cert.pem' })),
  ...['../../../dev/null', "' OR 1=1 --", '__proto__', 'constructor', ''].map(withKid),
  withSignature('no signature', () => ''),
  withSignature(
    'truncated signature',
    changed((bytes) => bytes.slice(0, -1)),
  ),
  withSignature(
    'lengthened signature',
    changed((bytes) => Uint8Array.of(...bytes, 0)),
  ),
  withSignature(
    'flipped bit in the signature',
    changed((bytes) => bytes.map((byte, index) => (index === 9 ? byte ^ 1 : byte))),
  ),
  withSignature(
    'signature of zeros',
    changed((bytes) => bytes.fill(0)),
  ),
  withSignature('signature as DER', changed(toDerSignature)),
  {
    name: 'changed payload',
    attacks: 'the signature',
    check: 'signature',
    make: async ({ sign, claims }) => (await sign()).replace(/\.[^.]*\./, `.${encodeText(stringify({ ...claims, sub: 'admin' }))}.`),
  },
]
