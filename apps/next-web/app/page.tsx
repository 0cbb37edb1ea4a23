import Link from 'next/link'
import { Suspense } from 'react'
import { auth } from '../auth'
import { toName } from '../src/to-name'

const pages = [
  { href: '/orders', title: 'Orders', text: 'What you have ordered, fetched from the shop’s API.', needs: 'scope orders:read' },
  { href: '/payment', title: 'Payment', text: 'Money moves only after a second factor.', needs: 'step-up: two factors' },
  { href: '/admin', title: 'Admin', text: 'For those who run the shop.', needs: 'role admin' },
  { href: '/profile', title: 'Profile', text: 'What the provider says about you.', needs: 'signed in' },
]

export default function HomePage() {
  return (
    <>
      <h1>Plain things, for people we know</h1>
      <p className="lead">
        Anyone may read this page. The others are guarded where their data is, each in its own way.{' '}
        <Suspense>
          <Greeting />
        </Suspense>
      </p>
      <ul className="grid">
        {pages.map(({ href, title, text, needs }) => (
          <li key={href}>
            <Link className="tile" href={href}>
              <h2>{title}</h2>
              <p>{text}</p>
              <span className="tag">{needs}</span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}

async function Greeting() {
  const session = await auth()
  return session === undefined ? null : <strong>Good to see you, {toName(session.user)}.</strong>
}
