import type { Metadata } from 'next'
import { protect } from '../../auth'
import { toName } from '../../src/to-name'

export const metadata: Metadata = { title: 'Admin' }
export const instant = false

export default async function AdminPage() {
  const { user } = await protect({ roles: ['admin'] })
  return (
    <>
      <h1>Admin</h1>
      <p className="lead">Only people whose ID token has the role admin get here. {toName(user)} does.</p>
      <section className="card">
        <dl className="facts">
          <div>
            <dt>Shop</dt>
            <dd>open</dd>
          </div>
          <div>
            <dt>Till</dt>
            <dd className="number">€ 1,284.50</dd>
          </div>
          <div>
            <dt>On the shelf</dt>
            <dd className="number">42 bowls, 17 spoons, 3 stools</dd>
          </div>
        </dl>
      </section>
    </>
  )
}
