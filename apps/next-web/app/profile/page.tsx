import type { Metadata } from 'next'
import { protect, signOut } from '../../auth'
import { SessionStatus } from '../../src/session-status'
import { toName } from '../../src/to-name'

export const metadata: Metadata = { title: 'Profile' }
export const instant = false

async function signOutEverywhere(): Promise<void> {
  'use server'
  await protect()
  await signOut({ everywhere: true })
}

const time = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })
const toTime = (seconds: number | undefined): string => (seconds === undefined ? 'unknown' : `${time.format(seconds * 1000)} UTC`)

export default async function ProfilePage() {
  const { user, scopes, acr, authTime, expiresAt } = await protect()
  const roles = Array.isArray(user['roles']) ? user['roles'].map(String) : []
  return (
    <>
      <h1>{toName(user)}</h1>
      <p className="lead">What the provider says about you, and what it lets this site do.</p>
      <section className="card">
        <dl className="facts">
          <Fact name="Email">{typeof user['email'] === 'string' ? user['email'] : 'not told'}</Fact>
          <Fact name="Subject">{user.sub}</Fact>
          <Fact name="Roles">
            <Tags words={roles} />
          </Fact>
          <Fact name="Granted scopes">
            <Tags words={scopes} />
          </Fact>
          <Fact name="Signed in by">{acr ?? 'unknown'}</Fact>
          <Fact name="Signed in at">{toTime(authTime)}</Fact>
          <Fact name="Session ends">{toTime(expiresAt)}, if it is not used until then</Fact>
          <Fact name="Your browser says">
            <SessionStatus />
          </Fact>
        </dl>
      </section>
      <form className="actions" action={signOutEverywhere}>
        <button className="plain">Sign out everywhere</button>
      </form>
    </>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Tags({ words }: { readonly words: readonly string[] }) {
  return (
    <span className="tags">
      {words.map((word) => (
        <span className="tag" key={word}>
          {word}
        </span>
      ))}
    </span>
  )
}
