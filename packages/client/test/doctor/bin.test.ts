import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Issuer, startIssuer } from 'issuer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DoctorReport } from '../../src/doctor/report/create-report.ts'

const bin = fileURLToPath(new URL('../../bin/auth.js', import.meta.url))
/** The command is what was built; `pnpm test` builds before it tests. */
const isBuilt = existsSync(new URL('../../dist/doctor/run-doctor.js', import.meta.url))

let issuer: Issuer
beforeAll(async () => {
  issuer = await startIssuer()
})
afterAll(() => issuer.close())

function runBin(
  words: readonly string[],
  { input = '', environment = {} } = {},
): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve, reject) => {
    const { PATH } = process.env
    const child = spawn(process.execPath, [bin, ...words], { env: { PATH, ...environment } })
    let [out, err] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk))
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (err += chunk))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, out, err }))
    child.stdin.end(input)
  })
}

describe.runIf(isBuilt)('the command, in a process of its own', () => {
  it('reports on standard output alone, and ends with 0', async () => {
    const { clientId, clientSecret } = issuer.clients.service
    const words = ['doctor', issuer.issuer, '--allow-insecure-loopback', '--client-id', clientId, '--client-secret-env', 'S', '--json']
    const { code, out, err } = await runBin([...words, '--audience', issuer.resources[0].audience], { environment: { S: clientSecret } })
    const report = JSON.parse(out) as DoctorReport
    expect([code, report.version, report.status]).toEqual([0, 1, 'good'])
    expect(err.split('\n')).toEqual(['discovery …', 'certificates …', 'keys …', 'client …', 'client, with DPoP …', 'token …', ''])
    expect(out + err).not.toContain(clientSecret)
  })

  it('takes a token on standard input, and ends with 1 when it is no good', async () => {
    const token = await issuer.signAccessToken({ exp: 1_000_000 })
    const { code, out, err } = await runBin(['doctor', issuer.issuer, '--allow-insecure-loopback', '--token-stdin'], {
      input: `${token}\n`,
    })
    expect([code, out.includes('it has expired'), (out + err).includes(token.slice(0, 20))]).toEqual([1, true, false])
    expect(out).toMatch(/1 problem found, marked x\.\n$/)
  })

  it.each([[[]], [['doctor']], [['doctor', 'nonsense']], [['doctor', 'https://id.example', '--token-stdin']]])(
    'ends with 2 when it cannot be run: %j',
    async (words) => {
      expect((await runBin(words)).code).toBe(2)
    },
  )

  it('says how it is used', async () => {
    const { code, out } = await runBin(['doctor', '--help'])
    expect([code, out.includes('auth doctor ISSUER')]).toEqual([0, true])
  })
})
