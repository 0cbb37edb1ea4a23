import Link from 'next/link'

export default function NotFound() {
  return (
    <>
      <p className="code">404</p>
      <h1>Nothing is here</h1>
      <p className="lead">The address may have a slip in it.</p>
      <Link className="button plain" href="/">
        To the start page
      </Link>
    </>
  )
}
