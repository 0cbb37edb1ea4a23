import { type ReactNode, Suspense } from 'react'
import { renderToReadableStream } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import type { InitialSession } from './auth-context.ts'
import { AuthProvider } from './auth-provider.tsx'
import { useAuth } from './use-auth.ts'

function Status(): ReactNode {
  const auth = useAuth()
  return auth.status === 'signedIn' ? `${auth.user.sub} may ${auth.scopes.join(' and ')}` : auth.status
}

async function render(node: ReactNode): Promise<string> {
  return new Response(await renderToReadableStream(<main>{node}</main>, { onError: () => {} })).text()
}

const show = (session: InitialSession): Promise<string> =>
  render(
    <AuthProvider session={session}>
      <Suspense fallback="waiting">
        <Status />
      </Suspense>
    </AuthProvider>,
  )

const session = { user: { sub: 'ada' }, scopes: ['read', 'write'], expiresAt: 1_800_000_000 }

describe('useAuth', () => {
  it('knows nothing on the server when nobody has told it', async () => {
    const html = await render(
      <AuthProvider>
        <Status />
      </AuthProvider>,
    )
    expect(html).toContain('loading')
  })

  it('knows what the server has told it: a session, or that there is none', async () => {
    expect(await show(session)).toContain('ada may read and write')
    expect(await show(undefined)).toContain('signedOut')
    expect(await show(null)).toContain('signedOut')
  })

  it('streams what the server knows later', async () => {
    const html = await show(Promise.resolve(session))
    expect(html).toContain('ada may read and write')
  })

  it('takes of a session only what it tells', async () => {
    const told: Record<string, unknown>[] = []
    function Spy(): ReactNode {
      told.push({ ...useAuth() })
      return null
    }
    await render(
      <AuthProvider session={{ ...session, claims: { nonce: 'x' } } as never}>
        <Spy />
      </AuthProvider>,
    )
    expect(Object.keys(told[0] ?? {}).sort()).toEqual(['expiresAt', 'reload', 'scopes', 'signIn', 'signOut', 'status', 'user'])
  })

  it('outside of a provider, says so', async () => {
    await expect(render(<Status />)).rejects.toMatchObject({ code: 'VAL_2002' })
  })
})
