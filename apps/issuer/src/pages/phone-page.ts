import type { PendingApproval } from '../provider/backchannel.ts'
import { html, type Html } from './html.ts'
import { createPage, type Page } from './page.ts'

/** What would be on a person's phone: the requests for consent of CIBA, each with its two answers. */
export function createPhonePage(pending: readonly PendingApproval[]): Page {
  const body = html`<h1>Requests for consent</h1>
    <p class="lead">
      ${pending.length === 0 ? 'Nothing waits for an answer. Load this page again after a client has asked.' : 'In real life, these would appear on a phone.'}
    </p>
    ${pending.map(toCard)}`
  return createPage({ title: 'Requests for consent', body })
}

function toCard({ id, user, clientName, bindingMessage }: PendingApproval): Html {
  return html`<section>
    <h2>${clientName}</h2>
    <p class="small">for ${user.name}</p>
    ${bindingMessage !== undefined && html`<output class="user-code">${bindingMessage}</output>`}
    <form method="post" action="/phone">
      <input type="hidden" name="id" value="${id}" />
      <div class="actions pair">
        <button name="answer" value="approve">Approve</button>
        <button class="quiet" name="answer" value="deny">Decline</button>
      </div>
    </form>
  </section>`
}
