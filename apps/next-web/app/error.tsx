'use client'

export default function ErrorPage({ reset }: { readonly reset: () => void }) {
  return (
    <>
      <p className="code">Something is down</p>
      <h1>This page cannot be shown now</h1>
      <p className="lead">It is not you: a server that this site stands on does not answer. You are still signed in.</p>
      <button className="plain" onClick={reset}>
        Try again
      </button>
    </>
  )
}
