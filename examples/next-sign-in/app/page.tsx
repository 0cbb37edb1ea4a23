import { auth } from '../auth'

export default async function Home() {
  const session = await auth()
  return (
    <>
      <h1>Hello {session?.user.sub ?? 'stranger'}</h1>
      {session ? <a href="/profile">Profile</a> : <a href="/auth/login">Sign in</a>}
    </>
  )
}
