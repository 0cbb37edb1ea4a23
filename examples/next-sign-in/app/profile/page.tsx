import { protect, signOut } from '../../auth'

async function leave(): Promise<void> {
  'use server'
  await protect()
  await signOut()
}

export default async function Profile() {
  const { user } = await protect() // sends whoever is not signed in to the sign-in, and back
  return (
    <>
      <h1>{String(user['name'])}</h1>
      <form action={leave}>
        <button>Sign out</button>
      </form>
    </>
  )
}
