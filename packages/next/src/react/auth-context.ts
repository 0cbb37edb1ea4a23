'use client'

import { createContext, useContext } from 'react'
import { InvalidConfigError } from '@auth/core-errors'
import type { AuthState, ClientSession } from './auth-state.ts'

/** What the server said when the page was made: at once, or as soon as it is known. */
export type InitialSession = ClientSession | null | undefined | Promise<ClientSession | null | undefined>

/** What the hooks share. */
export interface AuthContextValue {
  readonly routesPath: string
  /** What the server said; absent where it was not asked. */
  readonly initial?: { readonly session: InitialSession } | undefined
  /** What the browser has learnt since the server said that. */
  readonly state: AuthState | undefined
  /** Asks the session's route again. */
  readonly reload: () => Promise<void>
}

export const AuthContext: React.Context<AuthContextValue | undefined> = createContext<AuthContextValue | undefined>(undefined)

/** @throws {InvalidConfigError} VAL_2002, outside of an `AuthProvider` */
export function useAuthContext(): AuthContextValue {
  const value = useContext(AuthContext)
  if (value === undefined) throw new InvalidConfigError('there is no <AuthProvider> around this component')
  return value
}
