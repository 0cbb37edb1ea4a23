import { html } from './html.ts'
import { createPage, type Page } from './page.ts'

/** What a person is asked to allow. */
export interface Consent {
  readonly clientName: string
  readonly userName: string
  readonly scopes: readonly string[]
  /** Rich authorization details (RFC 9396), as they were sent. */
  readonly authorizationDetails: readonly { readonly type: string }[]
  readonly redirectUri?: string | undefined
}

const meanings: Readonly<Record<string, string>> = {
  openid: 'Know who you are',
  profile: 'See your name',
  email: 'See your email address',
  roles: 'See your roles',
  offline_access: 'Stay signed in while you are away',
  'orders:read': 'Read your orders',
  'orders:write': 'Change your orders',
}

/** Where a person allows a client what it asks for; shown only when the client asks for it. */
export function createConsentPage({ clientName, userName, scopes, authorizationDetails, redirectUri }: Consent): Page {
  const items = scopes.map(
    (scope) =>
      html`<li>
        ${meanings[scope] ?? scope}<span><code>${scope}</code></span>
      </li>`,
  )
  const details = authorizationDetails.map(
    (detail) =>
      html`<li>
        ${detail.type}<span><code>${JSON.stringify(detail)}</code></span>
      </li>`,
  )
  const body = html`<h1>Allow access?</h1>
    <p class="lead"><strong>${clientName}</strong> asks for this, and you are signed in as <strong>${userName}</strong>:</p>
    <ul class="list">
      ${items}${details}
    </ul>
    <form method="post">
      <div class="actions pair">
        <button name="action" value="allow">Allow</button>
        <button class="quiet" name="action" value="cancel">Cancel</button>
      </div>
    </form>`
  return createPage({ title: 'Allow access', body, formTarget: redirectUri })
}
