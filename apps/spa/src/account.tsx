import type { IdTokenClaims } from '@auth/client/browser'

const contexts: Readonly<Record<string, string>> = { 'urn:demo:password': 'Password', 'urn:demo:two-factor': 'Password and code' }

function toInitials(name: string): string {
  return name
    .split(' ')
    .map((word) => word[0])
    .join('')
    .slice(0, 2)
}

export function Account({ user }: { readonly user: IdTokenClaims }) {
  const { sub, name = sub, email } = user as IdTokenClaims & { readonly name?: string; readonly email?: string }
  return (
    <section className="card">
      <div className="person">
        <span className="avatar" aria-hidden="true">
          {toInitials(name)}
        </span>
        <div>
          <h2>{name}</h2>
          <p className="muted">{email}</p>
        </div>
      </div>
      <dl>
        <dt>Signed in with</dt>
        <dd>{contexts[user.acr ?? ''] ?? '–'}</dd>
        <dt>Since</dt>
        <dd>{user.auth_time === undefined ? '–' : new Date(user.auth_time * 1000).toLocaleTimeString()}</dd>
        <dt>At</dt>
        <dd>{new URL(user.iss).host}</dd>
      </dl>
    </section>
  )
}
