import type { BrowserClientEvent } from '@auth/client/browser'

const words: Readonly<Record<BrowserClientEvent['type'], string>> = {
  signed_in: 'Signed in, in this tab or another',
  tokens_refreshed: 'Tokens refreshed',
  signed_out: 'Signed out',
  refresh_failed: 'A refresh failed',
}

export function Activity({ events }: { readonly events: readonly BrowserClientEvent[] }) {
  return (
    <section className="card">
      <h2>Activity of this tab</h2>
      {events.length === 0 ? (
        <p className="muted">Nothing yet.</p>
      ) : (
        <ol className="activity">
          {events.map((event, index) => (
            <li key={events.length - index}>{words[event.type]}</li>
          ))}
        </ol>
      )}
    </section>
  )
}
