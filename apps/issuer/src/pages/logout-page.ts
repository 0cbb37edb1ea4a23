import { html } from './html.ts'
import { createPage, type Page } from './page.ts'

/** Where a person confirms to sign out. */
export function createLogoutPage({
  action,
  xsrf,
  clientName,
  redirectUri,
}: {
  action: string
  xsrf: string
  clientName?: string | undefined
  redirectUri?: string | undefined
}): Page {
  const body = html`<h1>Sign out?</h1>
    <p class="lead">
      ${clientName === undefined ? 'This ends' : html`<strong>${clientName}</strong> asks to end`} your session at the demo issuer.
    </p>
    <form method="post" action="${action}">
      <input type="hidden" name="xsrf" value="${xsrf}" />
      <div class="actions pair">
        <button name="logout" value="yes" autofocus>Sign out</button>
        <button class="quiet">Stay signed in</button>
      </div>
    </form>`
  return createPage({ title: 'Sign out', body, formTarget: redirectUri })
}
