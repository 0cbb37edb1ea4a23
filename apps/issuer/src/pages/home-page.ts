import type { DemoClient } from '../demo/demo-clients.ts'
import type { DemoUser } from '../demo/demo-users.ts'
import type { Resource } from '../demo/resources.ts'
import { html } from './html.ts'
import { createPage, type Page } from './page.ts'

/** What a developer needs to know about the issuer, at its root. */
export function createHomePage({
  issuer,
  clients,
  users,
  resources,
}: {
  issuer: string
  clients: readonly DemoClient[]
  users: readonly DemoUser[]
  resources: readonly Resource[]
}): Page {
  const metadata = `${issuer}/.well-known/openid-configuration`
  const body = html`<h1>An OpenID provider for tests</h1>
    <p class="lead">It runs in memory on this machine. Point a client at <code>${issuer}</code>.</p>
    <section>
      <h2>Addresses</h2>
      <dl>
        <div>
          <dt>Metadata</dt>
          <dd><a href="/.well-known/openid-configuration">${metadata}</a></dd>
        </div>
        <div>
          <dt>Keys</dt>
          <dd><a href="/jwks">${issuer}/jwks</a></dd>
        </div>
        <div>
          <dt>Connect a device</dt>
          <dd><a href="/device">${issuer}/device</a></dd>
        </div>
        <div>
          <dt>Requests for consent</dt>
          <dd><a href="/phone">${issuer}/phone</a></dd>
        </div>
      </dl>
    </section>
    <section>
      <h2>People</h2>
      <dl>
        ${users.map(
          (user) =>
            html`<div>
              <dt>${user.name}</dt>
              <dd><code>${user.username}</code> with password <code>${user.password}</code></dd>
            </div>`,
        )}
      </dl>
    </section>
    <section>
      <h2>Clients</h2>
      <dl>
        ${clients.map(
          (client) =>
            html`<div>
              <dt>${client.name}</dt>
              <dd>
                <code>${client.clientId}</code>,
                ${client.authentication}${client.clientSecret !== undefined && html`<br /><code>${client.clientSecret}</code>`}
              </dd>
            </div>`,
        )}
      </dl>
    </section>
    <section>
      <h2>APIs</h2>
      <dl>
        ${resources.map(
          (resource) =>
            html`<div>
              <dt>${resource.format === 'jwt' ? `JWT, ${resource.algorithm}` : 'Opaque tokens'}</dt>
              <dd><code>${resource.identifier}</code>: ${resource.scopes.join(', ')}</dd>
            </div>`,
        )}
      </dl>
    </section>`
  return createPage({ title: 'An OpenID provider for tests', body, layout: 'broad' })
}
