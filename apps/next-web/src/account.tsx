import { auth } from '../auth'
import { signInHere, signOutHere } from './account-actions'
import { toName } from './to-name'

/** Who is signed in, at the top of every page; it streams in after the page. */
export async function Account() {
  const session = await auth()
  if (session === undefined) {
    return (
      <form action={signInHere}>
        <button>Sign in</button>
      </form>
    )
  }
  return (
    <>
      <span className="name">{toName(session.user)}</span>
      <form action={signOutHere}>
        <button className="plain">Sign out</button>
      </form>
    </>
  )
}
