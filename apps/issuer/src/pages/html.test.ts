import { expect, it } from 'vitest'
import { html } from './html.ts'

it('escapes text wherever it stands', () => {
  expect(html`<a title="${'"><script>'}">${"Ben & Jerry's"}</a>`.markup).toBe(
    '<a title="&#34;&#62;&#60;script&#62;">Ben &#38; Jerry&#39;s</a>',
  )
})

it('leaves markup and lists of it as they are, and nothing for undefined and false', () => {
  expect(html`<p>${html`<b>${1}</b>`}${[html`<i></i>`, html`<u></u>`]}${undefined}${false}</p>`.markup).toBe(
    '<p><b>1</b><i></i><u></u></p>',
  )
})
