import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { ValidationError } from '@auth/core-errors'
import { checkApplication, type CheckOptions } from './check-application.ts'
import { isGood, toReport } from './to-report.ts'

const usage = `auth-next check [FOLDER] [--public NAME]… [--sample ROUTE=PATH]… [--sign-in PATH] [--timeout SECONDS]

Starts the built application of FOLDER (default: here) on loopback and asks every page, route handler and server action
that its build lists, without a session and with every method. Ends with 1 when something is not declared public, and
answers, or leads anywhere but to the sign-in (default: /auth/login). Handlers without a guard do what they do: give it an environment where that is harmless.`

/**
 * The command \`auth-next\`.
 * @returns what to exit with: 0 when all is guarded, 1 when something is open, 2 when it could not be checked
 */
export async function runCheck(words: readonly string[], print: (line: string) => void): Promise<number> {
  try {
    const options = parseWords(words)
    if (options === undefined) {
      print(usage)
      return words.length > 0 && words[0] !== '--help' ? 2 : 0
    }
    const result = await checkApplication(options)
    for (const line of toReport(result)) print(line)
    return isGood(result) ? 0 : 1
  } catch (error) {
    print(error instanceof Error ? error.message : String(error))
    return 2
  }
}

function parseWords(words: readonly string[]): CheckOptions | undefined {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      public: { type: 'string', multiple: true, default: [] },
      sample: { type: 'string', multiple: true, default: [] },
      'sign-in': { type: 'string', default: '/auth/login' },
      timeout: { type: 'string', default: '30' },
      help: { type: 'boolean', default: false },
    },
  })
  const [command, folder = '.'] = positionals
  if (command !== 'check' || values.help || positionals.length > 2) return undefined
  const timeoutSeconds = Number(values.timeout)
  if (!(timeoutSeconds > 0 && timeoutSeconds <= 600)) throw new ValidationError('--timeout must be a number of seconds, at most 600')
  const signInPath = values['sign-in']
  if (!/^\/[^/]/.test(signInPath)) throw new ValidationError('--sign-in must be a path, such as "/auth/login"')
  const samples = new Map(values.sample.map(parseSample))
  return { folder: resolve(folder), publicNames: values.public, samples, signInPath, timeoutSeconds }
}

function parseSample(text: string): [route: string, path: string] {
  const [, route, path] = /^(\/[^=]*)=(\/.*)$/.exec(text) ?? []
  if (route === undefined || path === undefined) throw new ValidationError('--sample must be ROUTE=PATH, such as "/orders/[id]=/orders/7"')
  return [route, path]
}
