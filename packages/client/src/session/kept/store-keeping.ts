import { ServiceUnavailableError } from '@auth/core-errors'
import type { MaybePromise, StoredEntry, StoredTokens } from '../../token-store/token-store.ts'
import { toOwner } from './to-owner.ts'
import type { SessionEnvelope } from './session-envelope.ts'
import type { SessionKeeping } from './session-keeping.ts'
import type { NewSession, SessionSelection, SessionStore } from './session-store.ts'

/** Sessions that are in a store. One that fails is an outage, and never a session that is not there. */
export class StoreKeeping implements SessionKeeping {
  readonly isInCookie = false
  readonly tokenStore: SessionStore

  constructor(store: SessionStore) {
    this.tokenStore = store
  }

  find({ id }: SessionEnvelope): Promise<StoredEntry | undefined> {
    return guard(() => this.tokenStore.get(id))
  }

  admit(): void {}

  begin({ id }: SessionEnvelope, tokens: StoredTokens, times: Pick<NewSession, 'expiresAt' | 'endsAt'>): Promise<void> {
    return guard(() => this.tokenStore.create(id, { tokens, owner: toOwner(tokens), ...times }))
  }

  prolong({ id }: SessionEnvelope, expiresAt: number): Promise<boolean> {
    return guard(() => this.tokenStore.touch(id, expiresAt))
  }

  claim(id: string, ttlSeconds: number): Promise<boolean> {
    return guard(() => this.tokenStore.claim(id, ttlSeconds))
  }

  deleteMatching(selection: SessionSelection): Promise<number> {
    return guard(() => this.tokenStore.deleteMatching(selection))
  }
}

async function guard<T>(ask: () => MaybePromise<T>): Promise<T> {
  try {
    return await ask()
  } catch (cause) {
    throw new ServiceUnavailableError('the session store fails', { cause })
  }
}
