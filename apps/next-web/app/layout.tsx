import './globals.css'
import type { Metadata } from 'next'
import Link from 'next/link'
import { type ReactNode, Suspense } from 'react'
import { Account } from '../src/account'
import { NavLink } from '../src/nav-link'

export const metadata: Metadata = {
  title: { default: 'Plain Goods', template: '%s · Plain Goods' },
  description: 'A small shop that shows how @auth/next signs people in and guards what is theirs.',
}

export default function RootLayout({ children }: { readonly children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <header className="bar">
          <div className="wrap">
            <Link className="brand" href="/">
              <Mark />
              Plain Goods
            </Link>
            <nav aria-label="Pages">
              <NavLink href="/orders">Orders</NavLink>
              <NavLink href="/payment">Payment</NavLink>
              <NavLink href="/admin">Admin</NavLink>
              <NavLink href="/profile">Profile</NavLink>
            </nav>
            <div className="account">
              <Suspense>
                <Account />
              </Suspense>
            </div>
          </div>
        </header>
        <main className="wrap">{children}</main>
        <footer>
          <p className="wrap">A demo of @auth/next. Every person, order and secret in it is made up.</p>
        </footer>
      </body>
    </html>
  )
}

function Mark() {
  return (
    <svg width="26" height="26" viewBox="0 0 26 26" fill="none" stroke="currentColor" strokeWidth="1.9" aria-hidden="true">
      <path d="M5 9h16l-1.4 12.2a1.5 1.5 0 0 1-1.5 1.3H7.9a1.5 1.5 0 0 1-1.5-1.3L5 9Z" strokeLinejoin="round" />
      <path d="M9 12V7.5a4 4 0 0 1 8 0V12" strokeLinecap="round" />
    </svg>
  )
}
