import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildVariant } from './build-variant.ts'
import { Stage } from './stage.ts'

let stage: Stage

// The profile hands the session that the server knows to the components in the browser, and can be rendered again.
const status = `'use client'

import { AuthProvider, useAuth } from '@auth/next/client'
import { useRouter } from 'next/navigation'

export function SessionStatus({ session }) {
  const { refresh } = useRouter()
  return <AuthProvider session={session}><button onClick={() => refresh()}>render again</button><Status /></AuthProvider>
}

function Status() {
  const auth = useAuth()
  return <span data-testid="client-status">{auth.status === 'signedIn' ? 'signed in as ' + auth.user.sub : auth.status}</span>
}
`
const home = `import { auth } from '../auth'
import { SessionStatus } from '../src/session-status'

export default async function HomePage() {
  const { user, scopes, expiresAt } = (await auth()) ?? {}
  return <SessionStatus session={user && { user, scopes, expiresAt }} />
}
`

beforeAll(async () => {
  const files = { 'src/session-status.tsx': status, 'app/page.tsx': home }
  stage = await Stage.open({ folder: await buildVariant({ name: 'auth-provider', isPlain: true, files }) })
})
afterAll(() => stage[Symbol.asyncDispose]())

describe('AuthProvider with a session that the server knows', () => {
  it('shows what the browser learns since, until the server says something newer', async () => {
    const visitor = await stage.newVisitor()
    const { page, context } = visitor
    await visitor.signIn('/profile')
    await page.goto('/')
    const status = page.getByTestId('client-status')
    expect(await status.innerText()).toBe('signed in as user-ada')
    const asked = page.waitForResponse((response) => new URL(response.url()).pathname === '/auth/session')
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
    await asked
    await page.waitForTimeout(0)
    await context.clearCookies()
    await page.click('text=render again')
    await status.filter({ hasText: 'signedOut' }).waitFor()
  })
})
