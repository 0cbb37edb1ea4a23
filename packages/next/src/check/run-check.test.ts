import { tmpdir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { runCheck } from './run-check.ts'

async function run(...words: string[]): Promise<{ code: number; printed: string }> {
  const lines: string[] = []
  const code = await runCheck(words, (line) => lines.push(line))
  return { code, printed: lines.join('\n') }
}

describe('auth-next', () => {
  it('tells how it is used', async () => {
    for (const words of [[], ['--help'], ['check', '--help']]) expect((await run(...words)).printed).toContain('auth-next check [FOLDER]')
    expect([(await run()).code, (await run('--help')).code, (await run('chekc')).code]).toEqual([0, 0, 2])
  })

  it.each([
    [['check', '--sample', 'orders'], '--sample must be ROUTE=PATH'],
    [['check', '--sign-in', 'login'], '--sign-in must be a path'],
    [['check', '--timeout', 'soon'], '--timeout must be a number'],
    [['check', '--pulbic', '/'], '--pulbic'],
    [['check', tmpdir()], 'run "next build" first'],
  ])('ends with 2 for %j', async (words, message) => {
    const { code, printed } = await run(...words)
    expect([code, printed]).toEqual([2, expect.stringContaining(message)])
  })
})
