import { createHash } from 'node:crypto'
import { html, Html } from './html.ts'
import { stylesheet } from './stylesheet.ts'

/** A page and the headers that it must be sent with. */
export interface Page {
  readonly markup: string
  readonly headers: Readonly<Record<string, string>>
}

/** What a page shows. */
export interface PageContent {
  readonly title: string
  readonly body: Html
  /** What stands beside the body on a wide screen, and under it on a narrow one. */
  readonly aside?: Html
  /** `broad` for what is read rather than filled in. */
  readonly layout?: 'card' | 'broad'
  /** Where a form may lead by redirects, apart from the issuer: browsers hold those against `form-action` too. */
  readonly formTarget?: string | undefined
}

const styleHash = createHash('sha256').update(stylesheet).digest('base64')

// Not inside a template: the formatter would add spaces, and the hash in the policy covers every character.
const style = new Html(`<style>${stylesheet}</style>`)

const mark = html`<svg width="28" height="28" viewBox="0 0 28 28" aria-hidden="true">
  <rect width="28" height="28" rx="8" fill="var(--accent)" />
  <g fill="none" stroke="var(--on-accent)" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round">
    <circle cx="10.5" cy="14" r="3.6" />
    <path d="M14.1 14H21.5M18.5 14v3.2" />
  </g>
</svg>`

/** A whole page under a policy that runs no script and loads nothing. */
export function createPage({ title, body, aside, layout = 'card', formTarget }: PageContent): Page {
  const shape = aside === undefined ? layout : 'split'
  const { markup } = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} – Demo issuer</title>
        <link rel="icon" href="data:," />
        ${style}
      </head>
      <body>
        <main class="${shape}">
          <div class="sheet">
            <div class="brand">${mark} Demo issuer</div>
            ${body}
          </div>
          ${aside !== undefined && html`<div class="aside">${aside}</div>`}
        </main>
        <footer>For tests and demonstrations. Nothing here is secret, and all of it is forgotten when it stops.</footer>
      </body>
    </html>`
  return { markup, headers: createHeaders(formTarget) }
}

function createHeaders(formTarget: string | undefined): Page['headers'] {
  const formAction = ["'self'", ...(formTarget === undefined ? [] : [toSource(formTarget)])].join(' ')
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; img-src data:; form-action ${formAction}; base-uri 'none'; frame-ancestors 'none'`,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  }
}

/** The source expression of a redirect URI: its origin, or its scheme when it is an app's own. */
function toSource(target: string): string {
  const { protocol, origin } = new URL(target)
  return protocol === 'http:' || protocol === 'https:' ? origin : protocol
}
