import Link from 'next/link'

export default function Forbidden() {
  return (
    <>
      <p className="code">403</p>
      <h1>Not for you, sorry</h1>
      <p className="lead">You are signed in, and this page asks for more than the provider has granted you.</p>
      <Link className="button plain" href="/">
        To the start page
      </Link>
    </>
  )
}
