import { encodeBase64url } from '#base64url'
import { encodeUtf8 } from '../src/encode-utf8.ts'
import { DPoPKeyPair } from '../src/dpop/dpop-key-pair.ts'
import { proofAlgorithms, type ProofAlgorithm } from '../src/dpop/proof-algorithm.ts'

/** Where all tests' clocks stand, in milliseconds. */
export const now = 1_700_000_000_000

export const method = 'POST'
export const url = 'https://api.example/orders'

export const keyPair: DPoPKeyPair = await DPoPKeyPair.generate({ now: () => now })

/** A proof of any content, whose signature is good: what is wrong with it is what the test says. */
export interface ProofParts {
  /** Members beyond the right ones, or in their place; a string is the whole header as it is. */
  readonly header?: object | string
  readonly payload?: object | string
  readonly signer?: DPoPKeyPair
}

export async function signProof({ header = {}, payload = {}, signer = keyPair }: ProofParts = {}): Promise<string> {
  const right = {
    header: { typ: 'dpop+jwt', alg: signer.algorithm as ProofAlgorithm, jwk: signer.publicJwk },
    payload: { jti: crypto.randomUUID(), htm: method, htu: url, iat: now / 1000 },
  }
  const parts = [
    typeof header === 'string' ? header : JSON.stringify({ ...right.header, ...header }),
    typeof payload === 'string' ? payload : JSON.stringify({ ...right.payload, ...payload }),
  ]
  return signParts(parts.map((part) => encodeBase64url(encodeUtf8(part))).join('.'), signer)
}

/** The two encoded parts as they are, with the signature over them. */
export async function signParts(input: string, signer: DPoPKeyPair = keyPair): Promise<string> {
  const { webCrypto } = proofAlgorithms[signer.algorithm]
  return `${input}.${encodeBase64url(await crypto.subtle.sign(webCrypto, signer.keys.privateKey, encodeUtf8(input)))}`
}
