/** Who is signed in, as a browser is told. It holds no token. What `auth()` answers on the server is one, too. */
export interface ClientSession {
  readonly user: { readonly sub: string; readonly [claim: string]: unknown }
  readonly scopes: readonly string[]
  /** When the session ends if it is not used until then, in seconds since the epoch. */
  readonly expiresAt: number
}

/** What is known of who is signed in. `unavailable`: it cannot be told now. */
export type AuthState = { readonly status: 'loading' | 'signedOut' | 'unavailable' } | ({ readonly status: 'signedIn' } & ClientSession)

/** The state that a session means. */
export function toAuthState(session: ClientSession | null | undefined): AuthState {
  if (!session) return { status: 'signedOut' }
  const { user, scopes, expiresAt } = session
  return { status: 'signedIn', user, scopes, expiresAt }
}

/** Asks the session's route. An answer that is none is `unavailable`, and never signed out. */
export async function fetchAuthState(routesPath: string, signal: AbortSignal): Promise<AuthState> {
  try {
    const response = await fetch(`${routesPath}/session`, { signal, cache: 'no-store', mode: 'same-origin' })
    const body: unknown = await response.json()
    if (response.ok && typeof body === 'object' && body !== null && 'signedIn' in body) {
      return toAuthState(body.signedIn === true ? (body as unknown as ClientSession) : undefined) // the application's own route wrote it
    }
  } catch {
    // Told below: whoever asks again asks anew.
  }
  return { status: 'unavailable' }
}
