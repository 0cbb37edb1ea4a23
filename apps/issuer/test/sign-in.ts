import type { DemoClient, DemoUser, Issuer } from '../src/index.ts'
import { type AuthorizationRequest, Browser, createAuthorizationRequest, type Visited } from './browser.ts'
import { post, type TokenAnswer } from './request-token.ts'

/** Types a person's name and password into the sign-in page. */
export function typeIn(
  browser: Browser,
  page: Visited,
  { username, password }: DemoUser,
  more: Record<string, string> = {},
): Promise<Visited> {
  return browser.submit(page, { username, password, action: 'sign-in', ...more })
}

/** Exchanges the code of a callback. */
export function exchange(issuer: Issuer, client: DemoClient, callback: URL, request: AuthorizationRequest): Promise<TokenAnswer> {
  const { codeVerifier, redirectUri } = request
  const code = callback.searchParams.get('code') ?? ''
  return post(issuer, '/token', { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: codeVerifier }, client)
}

/** Signs a person in through the page and exchanges the code. */
export async function signIn(issuer: Issuer, client: DemoClient, user: DemoUser, more: Record<string, string> = {}): Promise<TokenAnswer> {
  const browser = new Browser(issuer)
  const request = createAuthorizationRequest(issuer, client, more)
  const { url } = await typeIn(browser, await browser.open(request.url), user)
  return exchange(issuer, client, url, request)
}
