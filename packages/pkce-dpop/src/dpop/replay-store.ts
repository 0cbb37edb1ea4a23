/**
 * Port: remembers which proofs were used. Whoever implements it for several servers makes the claim in one atomic step.
 */
export interface ReplayStore {
  /**
   * Whether `id` was not claimed before; from now on, for `ttlSeconds`, it is. Rejects when it cannot tell: when the
   * store is down, or full. It never forgets a claim before its time to make room for another.
   * @param id the hash of a key's thumbprint and a proof's `jti`: 43 characters of base64url
   */
  claim(id: string, ttlSeconds: number): Promise<boolean>
}
