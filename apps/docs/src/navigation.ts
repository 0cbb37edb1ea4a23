import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { DefaultTheme } from 'vitepress'
import { site } from './folders.ts'
import { listPages, readTitle } from './pages/index-page.ts'

type Item = DefaultTheme.SidebarItem

const starts = ['express', 'nest', 'next', 'single-page-app', 'service', 'dpop']
const concepts = ['request', 'token', 'key-cache', 'circuits', 'sessions']
const providers = ['keycloak', 'auth0', 'okta', 'entra-id', 'cognito', 'google', 'ory', 'zitadel', 'logto']

/** What stands at the side of every page. */
export function listSidebar(): Item[] {
  return [
    section(
      'Start',
      starts.map((name) => toItem(`start/${name}.md`)),
    ),
    section(
      'Concepts',
      concepts.map((name) => toItem(`concepts/${name}.md`)),
    ),
    section('Packages', listPages('packages').map(toItem)),
    section('Guides', existsSync(join(site, 'guides')) ? listPages('guides').map(toItem) : []),
    section('Providers', [toItem('providers/index.md'), ...providers.map((name) => toItem(`providers/${name}.md`))]),
    section('Reference', [
      toItem('errors/index.md'),
      { ...toItem('reference/options/index.md'), items: listPages('reference/options').map(toItem), collapsed: true },
      toItem('reference/index.md'),
    ]),
    section('Trust', [
      toItem('security/index.md'),
      toItem('security/threats.md'),
      toItem('security/rfc-map.md'),
      ...(existsSync(join(site, 'performance.md')) ? [toItem('performance.md')] : []),
    ]),
    section('Project', [
      toItem('examples/index.md'),
      ...listPages('project').map(toItem),
      { ...toItem('decisions/index.md'), items: listPages('decisions').map(toItem), collapsed: true },
    ]),
  ].filter(({ items }) => items.length > 0)
}

function section(text: string, items: Item[]): Item & { items: Item[] } {
  return { text, items, collapsed: false }
}

function toItem(page: string): Item {
  return { text: readTitle(page), link: `/${page.replace(/(index)?\.md$/, '')}` }
}
