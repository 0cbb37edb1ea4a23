import { defineConfig } from 'vitepress'
import { listSidebar } from '../src/navigation.ts'

export default defineConfig({
  title: '@auth',
  description: 'OAuth 2 and OpenID Connect for TypeScript, in small packages',
  lang: 'en',
  head: [['link', { rel: 'icon', href: '/icon.svg', type: 'image/svg+xml' }]],
  srcDir: '.site',
  outDir: 'dist',
  cacheDir: 'node_modules/.vitepress',
  // Pages of the API reference are no pages of VitePress; `check` follows every link of the built site, theirs included.
  ignoreDeadLinks: [/^\/api\//],
  markdown: {
    languageAlias: { 'ts-signature': 'ts' },
    theme: { light: 'github-light', dark: 'github-dark' },
    config: (markdown) => {
      const { fence } = markdown.renderer.rules
      // The name of a program's file, which VitePress shows in groups only.
      markdown.renderer.rules.fence = (...parameters) => {
        const [tokens, index] = parameters
        const [, name] = /\[(.+)\]$/.exec(tokens[index]?.info ?? '') ?? []
        return `${name ? `<p class="file-name">${markdown.utils.escapeHtml(name)}</p>` : ''}${fence?.(...parameters)}`
      }
    },
  },
  vite: { build: { chunkSizeWarningLimit: 4000 } },
  themeConfig: {
    nav: [
      { text: 'Start', link: '/start/express', activeMatch: '^/start/' },
      { text: 'Providers', link: '/providers/', activeMatch: '^/providers/' },
      { text: 'Errors', link: '/errors/' },
      { text: 'API', link: '/reference/', activeMatch: '^/reference/' },
    ],
    sidebar: listSidebar(),
    outline: { level: [2, 3] },
    search: { provider: 'local' },
  },
})
