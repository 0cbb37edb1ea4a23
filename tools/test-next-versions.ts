/**
 * @auth/next works under each supported Next.js, installed from its tarball into an empty folder elsewhere: the smallest
 * application builds there, `auth-next check` finds nothing open in it, and a page, a route handler and the proxy (in
 * Next.js 15 the middleware) let in who may and nobody else.
 */
import { deepStrictEqual } from 'node:assert'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { startApplication } from '../packages/next/src/check/start-application.ts'
import { createTestSession } from '../packages/next/src/testing/index.ts'
import { packAll } from './pack.ts'
import { listPublishedPackages, withSiblings } from './published-packages.ts'
import { run } from './run.ts'

interface Version {
  readonly next: string
  readonly react: string
  /** What `proxy.js` is called there, and what it must export beside. */
  readonly proxy: { readonly file: string; readonly text: string }
  readonly build: readonly string[]
}

const matcher = `matcher: ['/((?!_next/).*)']`
const middleware = (runtime: string): Version['proxy'] => ({
  file: 'middleware.js',
  text: `export { proxy as middleware } from './auth.js'\nexport const config = { ${matcher}${runtime} }\n`,
})
const proxy = { file: 'proxy.js', text: `export { proxy } from './auth.js'\nexport const config = { ${matcher} }\n` }

/** The oldest and the newest of Next.js 15, and the newest of 16 by both of its bundlers. */
const versions: readonly Version[] = [
  { next: '15.0.8', react: '19.0.0', proxy: middleware(''), build: [] },
  { next: '15.5.29', react: '19.3.1', proxy: middleware(`, runtime: 'nodejs'`), build: [] },
  { next: '16.4.6', react: '19.3.1', proxy, build: ['--webpack'] },
  { next: '16.4.6', react: '19.3.1', proxy, build: ['--turbopack'] },
]

const config = {
  baseUrl: 'https://as.example',
  clientId: 'site',
  clientSecret: 'a-secret-that-everybody-knows-of-the-site',
  publicUrl: 'https://site.example',
  secret: 'a-secret-of-thirty-two-characters-or-more',
  signInPaths: ['/early'],
}

const files: Readonly<Record<string, string>> = {
  'auth.js': `import { createNextAuth } from '@auth/next'\nexport const { handlers, auth, protect, proxy } = createNextAuth(${JSON.stringify(config)})\n`,
  'app/layout.js': `export default function Layout({ children }) { return <html><body>{children}</body></html> }\n`,
  'app/page.js': `import { Greeting } from './greeting.js'\nimport { AuthProvider } from '@auth/next/client'\nexport default function Page() { return <AuthProvider><Greeting /></AuthProvider> }\n`,
  'app/greeting.js': `'use client'\nimport { useAuth } from '@auth/next/client'\nexport function Greeting() { return <p>status: {useAuth().status}</p> }\n`,
  'app/private/page.js': `import { protect } from '../../auth.js'\nexport default async function Page() { const { user } = await protect(); return <p>only {user.sub}</p> }\n`,
  'app/early/page.js': `import { protect } from '../../auth.js'\nexport default async function Page() { await protect(); return <p>only early</p> }\n`,
  'app/admin/page.js': `import { protect } from '../../auth.js'\nexport default async function Page() { await protect({ roles: ['admin'] }); return <p>only admins</p> }\n`,
  'app/api/me/route.js': `import { protect } from '../../../auth.js'\nexport const GET = protect((_request, { auth }) => Response.json({ only: auth.claims.sub }))\n`,
  'app/auth/[...auth]/route.js': `import { handlers } from '../../../auth.js'\nexport const { GET, POST } = handlers\n`,
}

const packages = listPublishedPackages()
const tarballs = packAll()
const manifest = packages.find(({ manifest }) => manifest.name === '@auth/next')!.manifest
const { cookieHeader } = await createTestSession(config, { claims: { sub: 'ada' } })

/** An application in a folder of its own, built. */
function buildApplication(folder: string, version: Version): void {
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  for (const [name, text] of Object.entries(files)) write(name, text)
  write(version.proxy.file, version.proxy.text)
  write('package.json', JSON.stringify({ name: 'smallest', private: true, type: 'module' }))
  const needed = withSiblings(manifest, packages).map(({ name }) => tarballs.get(name) ?? name)
  const frameworks = [`next@${version.next}`, `react@${version.react}`, `react-dom@${version.react}`]
  run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', ...needed, ...frameworks], folder)
  run('node_modules/.bin/next', ['build', ...version.build], folder)
}

async function checkApplication(folder: string): Promise<void> {
  await using application = await startApplication(folder, 30)
  const ask = async (path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(application.origin + path, { redirect: 'manual', headers: { accept: 'text/html', ...headers } })
    const body = await response.text()
    return { status: response.status, to: (response.headers.get('location') ?? '').split('?')[0], isOpen: body.includes('only') }
  }
  const toLogin = { status: 307, to: 'https://site.example/auth/login', isOpen: false }
  const open = { status: 200, to: '', isOpen: true }
  const cookie = { cookie: cookieHeader }
  deepStrictEqual(await ask('/'), { status: 200, to: '', isOpen: false })
  for (const path of ['/private', '/early', '/admin']) deepStrictEqual(await ask(path), toLogin)
  for (const path of ['/private', '/early', '/api/me']) deepStrictEqual(await ask(path, cookie), open)
  deepStrictEqual(await ask('/api/me'), { status: 401, to: '', isOpen: false })
  // Without authInterrupts, and with no page of its own choice, an application shows what it shows for 404.
  deepStrictEqual(await ask('/admin', cookie), { status: 404, to: '', isOpen: false })
  deepStrictEqual(await ask('/auth/session', cookie), { status: 200, to: '', isOpen: false })
}

for (const version of versions) {
  const folder = mkdtempSync(join(tmpdir(), 'auth-next-version-'))
  try {
    buildApplication(folder, version)
    run('node_modules/.bin/auth-next', ['check', '--public', '/', '--public', '/auth/[...auth]'], folder)
    await checkApplication(folder)
    console.log(`@auth/next works under Next.js ${version.next} ${version.build.join(' ')}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
