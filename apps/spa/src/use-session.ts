import type { BrowserClient, BrowserClientEvent, IdTokenClaims } from '@auth/client/browser'
import { useEffect, useState } from 'react'

/** Whether somebody is signed in, as far as is known yet. */
export type Session =
  | { readonly status: 'loading' }
  | { readonly status: 'signed-out' }
  | { readonly status: 'signed-in'; readonly user: IdTokenClaims }

/** The session as it is now, in whatever tab it changes; and what happened to it, newest first. */
export function useSession(client: BrowserClient): { readonly session: Session; readonly events: readonly BrowserClientEvent[] } {
  const [session, setSession] = useState<Session>({ status: 'loading' })
  const [events, setEvents] = useState<readonly BrowserClientEvent[]>([])
  useEffect(() => {
    const read = async (): Promise<void> => {
      const user = await client.getUser()
      setSession(user ? { status: 'signed-in', user } : { status: 'signed-out' })
    }
    void read()
    return client.subscribe((event) => {
      setEvents((former) => [event, ...former].slice(0, 5))
      void read()
    })
  }, [client])
  return { session, events }
}
