import { defineConfig } from 'vitepress'
import { listSidebar } from '../src/navigation.ts'

export default defineConfig({
  title: '@auth',
  description: 'OAuth 2 and OpenID Connect for TypeScript, in small packages',
  lang: 'en',
  srcDir: '.site',
  outDir: 'dist',
  cacheDir: 'node_modules/.vitepress',
  // Pages of the API reference are no pages of VitePress; `check` follows every link of the built site, theirs included.
  ignoreDeadLinks: [/^\/api\//],
  markdown: {
    languageAlias: { 'ts-signature': 'ts' },
    theme: { light: 'github-light', dark: 'github-dark' },
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
