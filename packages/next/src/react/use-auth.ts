'use client'

import { use } from 'react'
import { type AuthContextValue, useAuthContext } from './auth-context.ts'
import { type AuthState, toAuthState } from './auth-state.ts'

/** What can be done about it. */
export interface AuthActions {
  /** Goes to the sign-in, and comes back to `returnTo`. @default this page */
  readonly signIn: (options?: { readonly returnTo?: string | undefined }) => void
  /** Ends the session, here and at the provider. */
  readonly signOut: (options?: { readonly returnTo?: string | undefined }) => void
  /** Asks again who is signed in. */
  readonly reload: () => Promise<void>
}

/**
 * Who is signed in, and what can be done about it. Suspends while the promise is open that `AuthProvider` was given.
 * @throws {InvalidConfigError} VAL_2002, outside of an `AuthProvider`
 */
export function useAuth(): AuthState & AuthActions {
  const context = useAuthContext()
  const { routesPath, reload } = context
  return {
    ...useAuthState(context),
    reload,
    signIn: ({ returnTo = location.pathname + location.search } = {}) =>
      location.assign(`${routesPath}/login?${new URLSearchParams({ returnTo })}`),
    signOut: (options = {}) => post(`${routesPath}/logout`, options),
  }
}

function useAuthState({ state, initial }: AuthContextValue): AuthState {
  if (state !== undefined) return state
  if (initial === undefined) return { status: 'loading' }
  const { session } = initial
  return toAuthState(session instanceof Promise ? use(session) : session)
}

/** Goes to a page by POST, as a form does: what it answers may lead to another site. */
function post(action: string, fields: { readonly [name: string]: string | undefined }): void {
  const form = Object.assign(document.createElement('form'), { method: 'post', action })
  for (const [name, value = ''] of Object.entries(fields)) {
    form.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }))
  }
  document.body.append(form)
  form.submit()
}
