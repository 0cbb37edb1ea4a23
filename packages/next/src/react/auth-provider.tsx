'use client'

import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { AuthContext, type AuthContextValue, type InitialSession } from './auth-context.ts'
import { type AuthState, fetchAuthState } from './auth-state.ts'

export interface AuthProviderProps {
  /**
   * What `auth()` answered on the server, or its promise: then nothing is fetched before the page is shown again.
   * @default the browser asks the session's route
   */
  readonly session?: InitialSession
  /** Where the session's routes are; with `basePath` in front, where the application has one. @default '/auth' */
  readonly routesPath?: string | undefined
  readonly children?: ReactNode
}

/** Tells the components below who is signed in, and learns of it when somebody signs out elsewhere. */
export function AuthProvider(props: AuthProviderProps): ReactNode {
  const { routesPath = '/auth', session, children } = props
  const isGiven = 'session' in props
  const [learnt, setLearnt] = useState<{ readonly state: AuthState; readonly beside: InitialSession }>()
  const asked = useRef<AbortController>(undefined)

  const reload = useCallback(async () => {
    asked.current?.abort()
    const asking = (asked.current = new AbortController())
    const next = await fetchAuthState(routesPath, asking.signal)
    if (!asking.signal.aborted) setLearnt({ state: next, beside: session })
  }, [routesPath, session])

  useEffect(() => {
    const reloadShown = (): void => void (document.visibilityState === 'visible' && reload())
    // A page that comes back from the browser's memory shows what was true when it left.
    const reloadRestored = ({ persisted }: PageTransitionEvent): void => void (persisted && reload())
    if (!isGiven) void reload()
    document.addEventListener('visibilitychange', reloadShown)
    window.addEventListener('pageshow', reloadRestored)
    return () => {
      asked.current?.abort()
      document.removeEventListener('visibilitychange', reloadShown)
      window.removeEventListener('pageshow', reloadRestored)
    }
  }, [reload, isGiven])

  // What the server says anew, when a page is rendered again, is newer than what was learnt before.
  const state = learnt?.beside === session ? learnt?.state : undefined
  const value = useMemo<AuthContextValue>(
    () => ({ routesPath, initial: isGiven ? { session } : undefined, state, reload }),
    [routesPath, isGiven, session, state, reload],
  )
  return <AuthContext value={value}>{children}</AuthContext>
}
