import type { BrowserClient } from '@auth/client/browser'

export interface WelcomeProps {
  readonly client: BrowserClient
  readonly attempt: (action: () => Promise<unknown>) => void
}

export function Welcome({ client, attempt }: WelcomeProps) {
  return (
    <section className="card welcome">
      <h1>Your orders, one sign-in away</h1>
      <p className="muted">
        This page is a single-page application without a server of its own. It signs you in at the provider and calls the shop’s API with
        tokens that only this browser can use.
      </p>
      <div className="actions">
        <button onClick={() => attempt(() => client.loginWithRedirect({ appState: location.pathname }))}>Sign in</button>
        <button className="quiet" onClick={() => attempt(() => client.loginWithPopup())}>
          Sign in in a window
        </button>
      </div>
      <p className="small muted">
        Try <b>ada</b> with <code>demo-ada</code>, who may order, or <b>linus</b> with <code>demo-linus</code>, who may only look.
      </p>
    </section>
  )
}
