import { html } from './html.ts'
import { createPage, type Page } from './page.ts'

/** A page that only tells something. */
export function createMessagePage({ title, message }: { title: string; message: string }): Page {
  return createPage({
    title,
    body: html`<h1>${title}</h1>
      <p class="lead">${message}</p>`,
  })
}

/** What went wrong, in the words of the protocol. */
export function createErrorPage({ error, description }: { error: string; description?: string | undefined }): Page {
  const body = html`<h1>This did not work</h1>
    <p class="lead">${description ?? 'The request cannot be answered.'}</p>
    <dl>
      <div>
        <dt>Error</dt>
        <dd><code>${error}</code></dd>
      </div>
    </dl>
    <p class="small">Go back to the application and start again.</p>`
  return createPage({ title: 'Error', body })
}
