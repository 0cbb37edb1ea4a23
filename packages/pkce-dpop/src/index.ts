export { createPKCEChallenge, generateCodeChallenge, generateCodeVerifier, generateNonce, generateState } from './pkce/index.ts'
export { verifyCodeChallenge } from './pkce/index.ts'
export type { PKCEChallenge } from './pkce/index.ts'
export { calculateThumbprint, DPoPKeyPair, DPoPNonceIssuer, DPoPVerifier, IndexedDBKeyStore } from './dpop/index.ts'
export { loadOrGenerateDPoPKeyPair, MemoryReplayStore, normalizeHtu, restoreDPoPKeyPair } from './dpop/index.ts'
export type {
  DPoPAlgorithm,
  DPoPNonceIssuerOptions,
  DPoPProofCheck,
  DPoPProofRequest,
  PresentedDPoPProof,
  DPoPVerifierEvent,
  DPoPVerifierOptions,
  GenerateDPoPKeyPairOptions,
  IndexedDBKeyStoreOptions,
  MemoryReplayStoreOptions,
  NonceIssuer,
  ProofAlgorithm,
  ProofSignature,
  PublicJwk,
  ReplayStore,
  RestoreDPoPKeyPairOptions,
  VerifiedDPoPProof,
  VerifyProofSignature,
} from './dpop/index.ts'
