import type { JWK } from '@auth/jwks'
import type { Algorithm } from '../algorithms.ts'
import type { Eventual } from '../chain.ts'

/** A signature, and all that it takes to verify it. Key and length were compared with the algorithm before. */
export interface SignatureInput {
  readonly algorithm: Algorithm
  readonly jwk: JWK
  readonly signingInput: string
  readonly signature: Uint8Array<ArrayBuffer>
}

/** What each runtime's variant of `#verify-signature` exports: whether the signature is the key's over the input. */
export type VerifySignature = (input: SignatureInput) => Eventual<boolean>
