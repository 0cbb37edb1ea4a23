import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Issuer, startIssuer } from './index.ts'
import { Browser } from '../test/browser.ts'

let issuer: Issuer
const errors: Error[] = []
beforeAll(async () => {
  issuer = await startIssuer({ onError: (error) => errors.push(error) })
})
afterAll(() => issuer.close())
beforeEach(() => void errors.splice(0))

const postPhone = (form: Record<string, string>) =>
  new Browser(issuer).open(`${issuer.issuer}/phone`, { method: 'POST', body: new URLSearchParams(form) })

describe('an error', () => {
  it('that nobody expected is told to the owner and answered with a page that says no more than that', async () => {
    const page = await postPhone({ id: 'x'.repeat(9000) })
    expect(page.status).toBe(500)
    expect(page.html).toContain('server_error')
    expect(page.html).not.toContain('8192')
    expect(errors).toEqual([expect.objectContaining({ message: expect.stringContaining('8192 bytes') })])
  })

  it('that a visitor made is not told to the owner', async () => {
    expect((await new Browser(issuer).open(`${issuer.issuer}/interaction/unknown`)).status).toBe(400)
    expect(errors).toEqual([])
  })
})

it('shows the phone again when a request was answered twice', async () => {
  const page = await postPhone({ id: 'answered', answer: 'approve' })
  expect([page.status, errors]).toEqual([200, []])
})
