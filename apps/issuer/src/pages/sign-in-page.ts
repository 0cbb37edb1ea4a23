import { demoOneTimeCode, type DemoUser } from '../demo/demo-users.ts'
import { html, type Html } from './html.ts'
import { createPage, type Page } from './page.ts'

/** What the sign-in page is about. */
export interface SignIn {
  readonly clientName: string
  readonly users: readonly DemoUser[]
  /** The person whose name and password are filled in. */
  readonly filled?: DemoUser | undefined
  /** What was typed in before, when it was wrong. */
  readonly username?: string | undefined
  readonly error?: string | undefined
  /** Whether a second factor is asked for. */
  readonly asksForCode?: boolean | undefined
  /** Where the client gets its answer. */
  readonly redirectUri?: string | undefined
}

/** Where a person says who they are; the demo's people can be filled in with one click, without any script. */
export function createSignInPage(signIn: SignIn): Page {
  const { clientName, filled, username = filled?.username, error, asksForCode, redirectUri } = signIn
  const body = html`<h1>Sign in</h1>
    <p class="lead">to continue to <strong>${clientName}</strong></p>
    ${error !== undefined && html`<p class="alert" role="alert" id="problem">${error}</p>`}
    <form method="post">
      <div class="field">
        <label for="username">Username</label>
        <input
          id="username"
          name="username"
          value="${username}"
          autocomplete="username"
          autocapitalize="none"
          spellcheck="false"
          required
          ${focus(username === undefined)}
          ${describe(error)}
        />
      </div>
      <div class="field">
        <label for="password">Password</label>
        <input
          id="password"
          name="password"
          type="password"
          value="${filled?.password}"
          autocomplete="current-password"
          required
          ${focus(username !== undefined && filled === undefined)}
          ${describe(error)}
        />
      </div>
      ${asksForCode === true && codeField(filled !== undefined)}
      <div class="actions">
        <button name="action" value="sign-in" ${focus(filled !== undefined)}>Sign in</button>
        <button class="quiet" name="action" value="cancel" formnovalidate>Cancel</button>
      </div>
    </form>`
  return createPage({ title: 'Sign in', body, aside: peopleList(signIn), formTarget: redirectUri })
}

const focus = (isHere: boolean): Html | false => isHere && html`autofocus`
const describe = (error: string | undefined): Html | false => error !== undefined && html`aria-describedby="problem" aria-invalid="true"`

function codeField(isFilled: boolean): Html {
  return html`<div class="field">
    <label for="code">One-time code</label>
    <input
      id="code"
      name="code"
      class="code"
      value="${isFilled && demoOneTimeCode}"
      inputmode="numeric"
      autocomplete="one-time-code"
      maxlength="6"
      required
      aria-describedby="code-hint"
    />
    <p class="hint" id="code-hint">This sign-in asks for a second factor. In the demo it is always ${demoOneTimeCode}.</p>
  </div>`
}

function peopleList({ users, filled }: SignIn): Html {
  const people = users.map(
    (user) =>
      html`<li>
        <a class="person" href="?user=${user.username}" ${user === filled && html`aria-current="true"`}>
          <span class="avatar" aria-hidden="true">${initials(user.name)}</span>
          <span><b>${user.name}</b><span>${user.roles.join(', ')}</span></span>
          <i>${user === filled ? 'Filled in' : 'Fill in'}</i>
        </a>
      </li>`,
  )
  return html`<h2>People of this demo</h2>
    <p class="small">Choose one to fill in the form.</p>
    <ul class="plain people">
      ${people}
    </ul>
    <p class="small">Ada may change orders. Linus may only read them.</p>`
}

function initials(name: string): string {
  return name
    .split(' ')
    .map((word) => word.charAt(0))
    .join('')
}
