import type { Metadata } from 'next'
import { protect } from '../../auth'
import { twoFactors } from '../../src/two-factors'
import { pay } from './pay'
import { PayButton } from './pay-button'

export const metadata: Metadata = { title: 'Payment' }
export const instant = false

export default async function PaymentPage() {
  const { acr } = await protect()
  const isStrong = acr === twoFactors.acr
  return (
    <>
      <h1>Payment</h1>
      <p className="lead">Seeing a bill takes a sign-in. Paying it takes a second factor, given lately.</p>
      <section className="card">
        <p className="amount">€ 48.00</p>
        <p className="quiet">Two walnut bowls, sent to your door.</p>
        <p>
          <span className={isStrong ? 'tag' : 'tag warm'}>{isStrong ? 'second factor given' : 'second factor will be asked for'}</span>
        </p>
        <PayButton pay={pay} />
      </section>
    </>
  )
}
