import { BrowserClient } from '@auth/client/browser'

// Both are put in by serve.ts.
declare const ISSUER: string
declare const API: string

const client = new BrowserClient({
  baseUrl: ISSUER,
  clientId: 'demo-app',
  redirectUri: `${location.origin}/`,
  audience: 'https://api.example.com',
  scopes: ['openid', 'orders:read'],
  apiOrigins: [API], // tokens go nowhere else
  allowInsecureLoopback: true, // the demo issuer speaks plain http on this machine; leave this out with a real one
})

const find = (id: string): HTMLElement => document.getElementById(id)!

async function show(): Promise<void> {
  const user = await client.getUser()
  find('greeting').textContent = user ? `Hello ${user.sub}` : 'Hello stranger'
  find('sign-in').hidden = user !== undefined
  find('ask').hidden = find('sign-out').hidden = user === undefined
}

/** Shows what went wrong; the message of an error never holds a token. */
function attempt(action: () => Promise<void>): void {
  action().catch((error: unknown) => (find('answer').textContent = error instanceof Error ? error.message : String(error)))
}

find('sign-in').addEventListener('click', () => attempt(() => client.loginWithRedirect()))
find('sign-out').addEventListener('click', () => attempt(() => client.logout({ postLogoutRedirectUri: `${location.origin}/` })))
find('ask').addEventListener('click', () =>
  attempt(async () => {
    const answer = await client.fetch(`${API}/me`) // with a proof where the token is bound to a key
    find('answer').textContent = `${answer.status} ${await answer.text()}`
  }),
)

client.subscribe(() => attempt(show)) // also what happens in other tabs
attempt(async () => {
  await client.handleRedirectCallback().finally(show) // does nothing on a page that is no callback
})
