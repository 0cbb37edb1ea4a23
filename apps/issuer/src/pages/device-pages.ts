import { html } from './html.ts'
import { createPage, type Page } from './page.ts'

/** Where a device's code is typed in (RFC 8628 §3.3). */
export function createDeviceCodePage({
  action,
  xsrf,
  userCode,
  error,
}: {
  action: string
  xsrf: string
  userCode?: string | undefined
  error?: string | undefined
}): Page {
  const body = html`<h1>Connect a device</h1>
    <p class="lead">Type in the code that the device shows.</p>
    ${error !== undefined && html`<p class="alert" role="alert" id="problem">${error}</p>`}
    <form method="post" action="${action}">
      <input type="hidden" name="xsrf" value="${xsrf}" />
      <div class="field">
        <label for="user_code">Code</label>
        <input
          id="user_code"
          name="user_code"
          class="code"
          value="${userCode}"
          placeholder="XXXX-XXXX"
          maxlength="12"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck="false"
          required
          autofocus
          ${error !== undefined && html`aria-describedby="problem" aria-invalid="true"`}
        />
      </div>
      <div class="actions"><button>Continue</button></div>
    </form>`
  return createPage({ title: 'Connect a device', body })
}

/** Where a person compares the code with the one on the device. */
export function createDeviceConfirmPage({
  action,
  xsrf,
  userCode,
  clientName,
}: {
  action: string
  xsrf: string
  userCode: string
  clientName: string
}): Page {
  const body = html`<h1>Is this the code?</h1>
    <p class="lead"><strong>${clientName}</strong> should show exactly this. If it does not, or if you did not ask for it, stop here.</p>
    <output class="user-code">${userCode}</output>
    <form method="post" action="${action}">
      <input type="hidden" name="xsrf" value="${xsrf}" />
      <input type="hidden" name="user_code" value="${userCode}" />
      <input type="hidden" name="confirm" value="yes" />
      <div class="actions pair">
        <button>Yes, continue</button>
        <button class="quiet" name="abort" value="yes">No, stop</button>
      </div>
    </form>`
  return createPage({ title: 'Confirm the code', body })
}
