import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { stripTypeScriptTypes } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EmbeddedJWK, jwtVerify } from 'jose'
import { afterAll, beforeAll, expect, it } from 'vitest'

const chromium = ['chromium', 'chromium-browser', 'google-chrome'].find((name) => spawnSync(name, ['--version']).status === 0)
if (chromium === undefined) console.warn('Chromium is not installed: the test that keys survive the end of a page is SKIPPED')

/** The packages' folder, as the page sees it: the sources, their types taken out, need no bundler. */
const packages = new URL('../../', import.meta.url)
const imports = {
  '@auth/core-errors': '/core-errors/src/index.ts',
  '@auth/core-errors/options': '/core-errors/src/options/index.ts',
  '@auth/pkce-dpop': '/pkce-dpop/src/index.ts',
  '#base64url': '/pkce-dpop/src/base64url/web.ts',
  '#sha256': '/pkce-dpop/src/sha256/webcrypto.ts',
}
const page = `<!doctype html><script type="importmap">${JSON.stringify({ imports })}</script><script type="module">
import { createPKCEChallenge, IndexedDBKeyStore, verifyCodeChallenge } from '@auth/pkce-dpop'
const report = async () => {
  const store = new IndexedDBKeyStore()
  const tabs = await Promise.all([1, 2, 3].map(() => store.loadOrGenerate('app')))
  const [keyPair] = tabs
  const { codeVerifier, codeChallenge } = await createPKCEChallenge()
  return {
    thumbprints: tabs.map(({ thumbprint }) => thumbprint),
    proof: await keyPair.createProof({ method: 'GET', url: location.href }),
    exported: await crypto.subtle.exportKey('jwk', keyPair.keys.privateKey).then(() => 'yes', (error) => error.name),
    isChallenge: await verifyCodeChallenge(codeVerifier, codeChallenge),
  }
}
const body = JSON.stringify(await report().catch((error) => ({ error: String(error) })))
await fetch('/report', { method: 'POST', body })
</script>`

/** What the page tells of one visit. */
interface Report {
  readonly error?: string
  readonly thumbprints: readonly string[]
  readonly proof: string
  readonly exported: string
  readonly isChallenge: boolean
}

let report = Promise.withResolvers<Report>()
const server = createServer((request, response) => {
  if (request.method === 'POST') {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      report.resolve(JSON.parse(body) as Report)
      response.end()
    })
  } else if (request.url?.endsWith('.ts')) {
    readFile(new URL(`.${request.url}`, packages), 'utf8').then(
      (source) => response.setHeader('content-type', 'text/javascript').end(stripTypeScriptTypes(source)),
      () => response.writeHead(404).end(),
    )
  } else {
    response.setHeader('content-type', 'text/html').end(page)
  }
})
let profile: string
let browser: ChildProcess | undefined

beforeAll(async () => {
  profile = await mkdtemp(join(tmpdir(), 'auth-chromium-'))
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
})
afterAll(async () => {
  // One that never told, when the test was given up.
  browser?.kill('SIGTERM')
  server.closeAllConnections()
  server.close()
  await rm(profile, { recursive: true, force: true, maxRetries: 5 })
})

/** Opens the page in a browser of its own, and closes the browser once the page has told. */
async function visit(): Promise<Report> {
  report = Promise.withResolvers()
  const options = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    '--no-proxy-server',
    `--user-data-dir=${profile}`,
  ]
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const child = spawn(chromium!, [...options, url], { stdio: 'ignore' })
  browser = child
  const exit = new Promise((resolve) => child.once('exit', resolve))
  try {
    return await report.promise
  } finally {
    child.kill('SIGTERM')
    await exit
    browser = undefined
  }
}

it.skipIf(chromium === undefined)(
  'keeps a key that cannot be extracted after the browser is closed, and one key for all tabs',
  async () => {
    const visits = [await visit(), await visit()]
    for (const { error, thumbprints, proof, exported, isChallenge } of visits) {
      expect(error).toBeUndefined()
      expect(new Set(thumbprints).size).toBe(1)
      expect(exported).toBe('InvalidAccessError')
      expect(isChallenge).toBe(true)
      const { protectedHeader } = await jwtVerify(proof, EmbeddedJWK, { typ: 'dpop+jwt' })
      expect(protectedHeader.alg).toBe('ES256')
    }
    expect(visits[1]!.thumbprints).toEqual(visits[0]!.thumbprints)
  },
)
