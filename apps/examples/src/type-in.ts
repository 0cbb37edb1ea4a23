import type { DemoUser } from 'issuer'
import type { Page } from 'playwright-core'

/** Signs a person in at the issuer's page, to which the browser has been sent. */
export async function typeIn(page: Page, { username, password }: DemoUser): Promise<void> {
  await page.fill('[name=username]', username)
  await page.fill('[name=password]', password)
  await page.click('button[value=sign-in]')
}
