import type { MaybePromise, StoredEntry, StoredTokens } from '../../token-store/token-store.ts'
import { CheckedStore } from './checked-store.ts'
import { toOwner } from './to-owner.ts'
import type { SessionEnvelope } from './session-envelope.ts'
import type { SessionKeeping } from './session-keeping.ts'
import type { NewSession, SessionSelection, SessionStore } from './session-store.ts'

/** Sessions that are in a store. One that fails is an outage, and never a session that is not there. */
export class StoreKeeping implements SessionKeeping {
  readonly isInCookie = false
  readonly tokenStore: CheckedStore

  constructor(store: SessionStore) {
    this.tokenStore = new CheckedStore(store)
  }

  find({ id }: SessionEnvelope): MaybePromise<StoredEntry | undefined> {
    return this.tokenStore.get(id)
  }

  admit(): void {}

  async begin({ id }: SessionEnvelope, tokens: StoredTokens, times: Pick<NewSession, 'expiresAt' | 'endsAt'>): Promise<void> {
    await this.tokenStore.create(id, { tokens, owner: toOwner(tokens), ...times })
  }

  prolong({ id }: SessionEnvelope, expiresAt: number): MaybePromise<boolean> {
    return this.tokenStore.touch(id, expiresAt)
  }

  claim(id: string, ttlSeconds: number): Promise<boolean> {
    return this.tokenStore.claim(id, ttlSeconds)
  }

  async deleteMatching(selection: SessionSelection): Promise<void> {
    await this.tokenStore.deleteMatching(selection)
  }
}
