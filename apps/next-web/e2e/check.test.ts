import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { siteFolder } from '../world/start-site.ts'
import { buildVariant } from './build-variant.ts'

const command = join(siteFolder, '../../packages/next/bin/auth-next.js')

/** Nothing of it is asked: nobody signs in. */
const environment = {
  ISSUER_URL: 'http://127.0.0.1:1',
  API_URL: 'http://127.0.0.1:1',
  SITE_URL: 'http://127.0.0.1:3000',
  CLIENT_ID: 'site',
  CLIENT_SECRET: 'a-secret-that-everybody-knows-of-the-demo',
  SESSION_SECRETS: 'a-secret-that-everybody-knows-of-the-demo',
  DPOP_KEY: JSON.stringify({
    kty: 'EC',
    crv: 'P-256',
    x: 'gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0',
    y: 'SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps',
    d: '0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo',
  }),
}

/** What the site declares. A sign-out without a session leads to the start page. */
const actions = ['signInHere', 'signOutHere'].map((name) => `apps/next-web/src/account-actions.ts#${name}`)
const publicNames = ['/', '/icon.svg', '/auth/[...auth]', ...actions]

async function check(folder: string, names: readonly string[], file = command): Promise<{ code: number; lines: readonly string[] }> {
  const words = ['check', folder, ...names.flatMap((name) => ['--public', name])]
  const run = promisify(execFile)(process.execPath, [file, ...words], { env: { ...process.env, NODE_ENV: 'production', ...environment } })
  const { code, stdout } = await run.then(
    ({ stdout }) => ({ code: 0, stdout }),
    (error: { code: number; stdout: string }) => error,
  )
  return { code, lines: stdout.trim().split('\n') }
}

const open = (lines: readonly string[]): readonly string[] => lines.filter((line) => /^(?:OPEN|UNCLEAR|UNKNOWN)/.test(line))

describe('auth-next check', () => {
  it('finds nothing open in the site, once its public doors are declared', async () => {
    const { code, lines } = await check(siteFolder, publicNames)
    expect(open(lines)).toEqual([])
    expect(code).toBe(0)
    expect(lines.filter((line) => line.startsWith('guarded')).length).toBeGreaterThan(10)
  })

  it('reports what is public and not declared, and what is declared and not there', async () => {
    const { code, lines } = await check(siteFolder, [...publicNames.slice(1), '/no-such-page'])
    expect(code).toBe(1)
    expect(open(lines).map((line) => line.split(/ {2,}| public/)[0])).toContain('UNKNOWN')
    expect(open(lines).join('\n')).toMatch(/OPEN +page +GET \/ /)
  })

  it('finds what only the proxy guards, and what nothing does: a page, a route handler, a server action', async () => {
    const unguarded = `export const instant = false\nexport default function Page() {\n  return <p>Anybody reads this.</p>\n}\n`
    const folder = await buildVariant({
      name: 'open-doors',
      files: {
        'app/profile/page.tsx': unguarded,
        'app/api/open/route.ts': `export async function POST(request: Request) {\n  return Response.json(await request.json())\n}\n`,
        'app/open/act.ts': `'use server'\n\nexport async function act(): Promise<string> {\n  return 'done'\n}\n`,
        'app/api/leads/route.ts': `export async function POST() {\n  return Response.redirect('http://127.0.0.1:3000/done', 303)\n}\n`,
        'app/open/act-button.tsx': `'use client'\n\nimport { act } from './act'\n\nexport function ActButton() {\n  return <button onClick={() => void act()}>Act</button>\n}\n`,
        'app/open/page.tsx': `import { protect } from '../../auth'\nimport { ActButton } from './act-button'\n\nexport const instant = false\n\nexport default async function Page() {\n  await protect()\n  return <ActButton />\n}\n`,
      },
    })
    const names = publicNames.map((name) => name.replace('next-web/', 'next-web/.variants/open-doors/'))
    const { code, lines } = await check(folder, names)
    expect(code).toBe(1)
    expect(open(lines).map((line) => line.replace(/ {2}\S[^ ]*( \S+)*$/, ''))).toEqual([
      'UNCLEAR  handler POST /api/leads',
      'OPEN     handler POST /api/open',
      'OPEN     page    GET by the router /profile',
      'OPEN     action  POST apps/next-web/.variants/open-doors/app/open/act.ts#act',
    ])
  })

  it('ends with 2 when there is nothing to check', async () => {
    expect((await check(join(siteFolder, 'src'), [])).code).toBe(2)
  })
})
