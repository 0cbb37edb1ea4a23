import { expect, it } from 'vitest'
import { demoUsers } from '../demo/demo-users.ts'
import { createConsentPage } from './consent-page.ts'
import { createDeviceCodePage, createDeviceConfirmPage } from './device-pages.ts'
import { createHomePage } from './home-page.ts'
import { createLogoutPage } from './logout-page.ts'
import { createErrorPage, createMessagePage } from './message-page.ts'
import { createPhonePage } from './phone-page.ts'
import { createSignInPage } from './sign-in-page.ts'

const evil = '<img src=x onerror=alert(1)>'
const form = { action: '/next', xsrf: evil }
const [user] = demoUsers
const pages = {
  'sign-in': createSignInPage({ clientName: evil, users: [{ ...user, name: evil }], username: evil, error: evil, asksForCode: true }),
  consent: createConsentPage({ clientName: evil, userName: evil, scopes: [evil], authorizationDetails: [{ type: evil }] }),
  'device code': createDeviceCodePage({ ...form, userCode: evil, error: evil }),
  'device confirmation': createDeviceConfirmPage({ ...form, userCode: evil, clientName: evil }),
  logout: createLogoutPage({ ...form, clientName: evil }),
  error: createErrorPage({ error: evil, description: evil }),
  message: createMessagePage({ title: evil, message: evil }),
  phone: createPhonePage([{ id: evil, user: { ...user, name: evil }, clientName: evil, bindingMessage: evil }]),
  home: createHomePage({ issuer: evil, clients: [], users: [{ ...user, name: evil }], resources: [] }),
}

it.each(Object.entries(pages))('the %s page escapes whatever it shows', (_name, { markup }) => {
  expect(markup).not.toContain('<img')
  expect(markup).toContain('&#60;img')
})

it.each(Object.entries(pages))('the %s page gives every field that is seen a label', (_name, { markup }) => {
  for (const [input] of markup.matchAll(/<input(?![^>]*type="hidden")[^>]*>/g)) {
    const id = /\bid="([^"]+)"/.exec(input)?.[1]
    expect(markup).toContain(`<label for="${id}">`)
  }
})

it('the sign-in page asks for a code only when a second factor is wanted', () => {
  const page = (asksForCode: boolean) => createSignInPage({ clientName: 'A client', users: demoUsers, asksForCode }).markup
  expect([page(false).includes('name="code"'), page(true).includes('name="code"')]).toEqual([false, true])
})

it('the phone page says when nothing waits', () => {
  expect(createPhonePage([]).markup).toContain('Nothing waits for an answer.')
})
