import { isAuthPlatformError, LoginRequiredError, TokenRefreshError } from '@auth/core-errors'
import type { TokenResponse } from '../token/token-response.ts'
import type { BrowserClientEvent } from './browser-client-event.ts'
import type { Provider } from './provider.ts'
import { refreshTokens } from './refresh-tokens.ts'
import { createSharedTokens, type HeldTokens } from './shared-tokens.ts'

/** What {@link createTokenKeeper} takes. */
export interface TokenKeeperOptions {
  /** Of the client: every tab that names the same shares the tokens. */
  readonly name: string
  readonly provider: Provider
  /** Where tokens survive a reload. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | undefined
  /** How long before its expiry a token is replaced, in seconds; at most half of its life. */
  readonly bufferSeconds: number
  readonly onEvent: (event: BrowserClientEvent) => void
}

/** Keeps a person's tokens fresh: one refresh at a time, over all tabs. */
export interface TokenKeeper {
  /** The tokens of a sign-in, in every tab from now on. */
  readonly hold: (tokens: TokenResponse) => void
  /** The tokens of whoever is signed in. */
  readonly find: () => Promise<HeldTokens | undefined>
  /** @throws {LoginRequiredError} AUTH_1009, {TokenRefreshError} AUTH_1003 */
  readonly findFresh: () => Promise<HeldTokens>
  /** Another token of the same person's than the one that was refused, or that one again; undefined for another person. */
  readonly replace: (refused: HeldTokens) => Promise<string | undefined>
  /** Forgets the tokens in every tab and withdraws them; the answer is the ID token. */
  readonly end: () => Promise<string | undefined>
  readonly close: () => void
}

/** What a tab hears when time may have passed unseen: it is looked at again, is online again, comes back from sleep or the cache. */
const wakeEvents = ['visibilitychange', 'online', 'pageshow']
/** How long to wait after a refresh that failed for now, and for another tab's refresh, in milliseconds. */
const retryAfter = 30_000
const maxWait = 60_000
/** The longest that a timer can wait, in milliseconds. */
const maxTimer = 2_147_483_647

/** Begins to keep what the storage and other tabs have. One closure, since its state is shared by all that it does. */
export function createTokenKeeper({ name, provider, storage, bufferSeconds, onEvent }: TokenKeeperOptions): TokenKeeper {
  const { now, post } = provider
  let flight: Promise<HeldTokens> | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let isClosed = false

  const shared = createSharedTokens({
    name,
    storage,
    now,
    onChange(tokens, previous) {
      keepFresh()
      const user = tokens?.idTokenClaims
      const isSame = previous && user?.sub === previous.idTokenClaims?.sub
      onEvent({ type: tokens ? (isSame ? 'tokens_refreshed' : 'signed_in') : 'signed_out', user })
    },
  })
  const isDue = ({ refreshAt = Infinity, heldAt = 0 }: HeldTokens): boolean => now() >= refreshAt || now() < heldAt
  const isUsable = ({ expiresAt = Infinity }: HeldTokens): boolean => now() / 1000 < expiresAt

  /** Refreshes when it is due, or sees to it that it will be; a tab that nobody looks at leaves it. */
  function keepFresh(): void {
    clearTimeout(timer)
    const tokens = shared.get()
    if (isClosed || !tokens?.refreshToken || !tokens.refreshAt || globalThis.document?.hidden) return
    if (isDue(tokens)) refresh(tokens).catch(() => (timer = setTimeout(keepFresh, retryAfter)))
    else timer = setTimeout(keepFresh, Math.min(tokens.refreshAt - now(), maxTimer))
  }

  function toHeld({ raw: _raw, ...tokens }: TokenResponse): HeldTokens {
    const life = tokens.expiresAt && tokens.expiresAt * 1000 - now()
    return { ...tokens, heldAt: now(), refreshAt: life && now() + Math.max(life - bufferSeconds * 1000, life / 2) }
  }

  async function revoke(token: string | undefined): Promise<void> {
    if (token) await post('revocation_endpoint', { token, token_type_hint: 'refresh_token' }).catch(() => undefined)
  }

  function findNewer(seen: HeldTokens): HeldTokens | undefined {
    const current = shared.get()
    if (!current) throw new LoginRequiredError('nobody is signed in')
    return current === seen ? undefined : current
  }

  async function refreshOnce(seen: HeldTokens): Promise<HeldTokens> {
    // Another tab may have been here before; its message may still be on the way.
    if (shared.get() === seen) await shared.ask()
    const newer = findNewer(seen)
    if (newer) return isDue(newer) ? refreshOnce(newer) : newer
    const fresh = await refreshTokens(provider, seen).catch(async (error: TokenRefreshError) => {
      if (error.transient) throw error
      // Another tab, too busy to tell before, may have used the refresh token: then all goes on with what it got.
      await shared.ask()
      if (shared.get() !== seen) return undefined
      shared.set()
      throw error
    })
    // A sign-out meanwhile wins, and so does a newer sign-in: this answer nobody else knows.
    if (shared.get() !== seen) await revoke(fresh?.refreshToken)
    const held = findNewer(seen) ?? toHeld(fresh!)
    if (shared.get() === seen) shared.replace(held)
    return held
  }

  function refresh(seen: HeldTokens): Promise<HeldTokens> {
    // A tab refreshes within its deadlines: whoever waits for longer waits for a tab that hangs.
    flight ??= navigator.locks
      .request(name, { signal: AbortSignal.timeout(maxWait) }, () => refreshOnce(seen))
      .catch((cause: unknown) => {
        const error = isAuthPlatformError(cause) ? cause : new TokenRefreshError(undefined, { transient: true, cause })
        onEvent({ type: 'refresh_failed', error })
        throw error
      })
      .finally(() => (flight = undefined))
    return flight
  }

  async function find(): Promise<HeldTokens | undefined> {
    await shared.ready
    const tokens = shared.get()
    return tokens && (tokens.refreshToken || isUsable(tokens)) ? tokens : undefined
  }

  async function findFresh(): Promise<HeldTokens> {
    const tokens = await find()
    if (!tokens) throw new LoginRequiredError('nobody is signed in')
    if (!isDue(tokens) || !tokens.refreshToken) return tokens
    return refresh(tokens).catch((error: unknown) => {
      if (isUsable(tokens) && error instanceof TokenRefreshError && error.transient) return tokens
      throw error
    })
  }

  /** A page that comes back from the cache has heard nothing meanwhile. */
  function wake(event: Partial<PageTransitionEvent>): void {
    if (event.persisted) void shared.ask()
    keepFresh()
  }

  for (const event of wakeEvents) globalThis.addEventListener?.(event, wake)
  keepFresh()
  return {
    hold: (tokens) => shared.set(toHeld(tokens)),
    find,
    findFresh,
    async replace(refused) {
      let tokens = await findFresh()
      if (tokens.accessToken === refused.accessToken && tokens.refreshToken) tokens = await refresh(tokens)
      // What one person has begun is not gone on with as another, who has signed in meanwhile.
      return tokens.idTokenClaims?.sub === refused.idTokenClaims?.sub ? tokens.accessToken : undefined
    },
    async end() {
      const tokens = await find()
      shared.set()
      await revoke(tokens?.refreshToken)
      return tokens?.idToken
    },
    close() {
      isClosed = true
      clearTimeout(timer)
      for (const event of wakeEvents) globalThis.removeEventListener?.(event, wake)
      // What a refresh under way brings is told the other tabs yet: the token before it is used up.
      void Promise.allSettled([flight]).then(shared.close)
    },
  }
}
