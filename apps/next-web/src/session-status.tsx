'use client'

import { AuthProvider, useAuth } from '@auth/next/client'

/** What the browser itself learns about the session, which is no token. */
export function SessionStatus() {
  return (
    <AuthProvider>
      <Status />
    </AuthProvider>
  )
}

function Status() {
  const auth = useAuth()
  const words = { loading: 'asking …', signedOut: 'signed out', unavailable: 'cannot be told now' }
  return <span data-testid="client-status">{auth.status === 'signedIn' ? `signed in as ${auth.user.sub}` : words[auth.status]}</span>
}
