import type { BrowserClient } from '@auth/client/browser'
import { useState } from 'react'
import { Account } from './account.tsx'
import { Activity } from './activity.tsx'
import type { Settings } from './settings.ts'
import { Shop } from './shop/shop.tsx'
import { toMessage } from './to-message.ts'
import { useSession } from './use-session.ts'
import { Welcome } from './welcome.tsx'

export interface AppProps {
  readonly client: BrowserClient
  readonly settings: Settings
  /** Why the sign-in that has just come back failed. */
  readonly failure: string | undefined
}

export function App({ client, settings, failure }: AppProps) {
  const { session, events } = useSession(client)
  const [message, setMessage] = useState(failure)
  const attempt = (action: () => Promise<unknown>) => {
    setMessage(undefined)
    action().catch((error: unknown) => setMessage(toMessage(error)))
  }
  return (
    <>
      <header>
        <a className="brand" href="/">
          <svg width="28" height="28" viewBox="0 0 28 28" aria-hidden="true">
            <rect width="28" height="28" rx="8" fill="var(--accent)" />
            <path
              d="M7 11h11v4a5 5 0 0 1-5 5h-1a5 5 0 0 1-5-5zm11 1h1.5a2 2 0 0 1 0 4H18M10 5.5c0 1.2 1 1.3 1 2.5m3-2.5c0 1.2 1 1.3 1 2.5"
              className="cup"
            />
          </svg>
          Tea &amp; more
        </a>
        {session.status === 'signed-in' && (
          <button className="quiet" onClick={() => attempt(() => client.logout({ postLogoutRedirectUri: `${location.origin}/` }))}>
            Sign out
          </button>
        )}
      </header>
      <main aria-busy={session.status === 'loading'}>
        {message && (
          <p className="alert" role="alert">
            {message}
          </p>
        )}
        {session.status === 'loading' && <p className="muted">One moment…</p>}
        {session.status === 'signed-out' && <Welcome client={client} attempt={attempt} />}
        {session.status === 'signed-in' && (
          <div className="columns">
            <Shop client={client} apiUrl={settings.apiUrl} />
            <aside>
              <Account user={session.user} />
              <Activity events={events} />
            </aside>
          </div>
        )}
      </main>
    </>
  )
}
