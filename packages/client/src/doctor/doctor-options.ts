import { parseArgs } from 'node:util'
import { ValidationError } from '@auth/core-errors'
import { checkUrl } from '@auth/core-errors/options'

/** What the doctor was asked. */
export interface DoctorOptions {
  /** Exactly as it was written. */
  readonly issuer: string
  readonly audience: string | undefined
  readonly scopes: readonly string[]
  readonly clientId: string | undefined
  readonly clientSecret: string | undefined
  /** The variable that the secret came from, for the suggested code. */
  readonly clientSecretName: string
  readonly token: string | undefined
  readonly tryDPoP: boolean
  readonly asJson: boolean
  readonly timeoutSeconds: number
  readonly allowInsecureLoopback: boolean
}

/** Where secrets come from: never from the command line, which others can read and shells remember. */
export interface SecretSources {
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Standard input, whole. */
  readonly readInput: () => Promise<string>
}

export const usage = `auth doctor ISSUER [options]

Looks at an OpenID or OAuth provider as the @auth packages do, says what is wrong, and what to write.

  --audience VALUE           whom access tokens must be for
  --token-env NAME           a token to be judged, in this environment variable
  --token-stdin              … or on standard input
  --client-id ID             a client to try the client-credentials grant with
  --client-secret-env NAME   its secret, in this environment variable
  --client-secret-stdin      … or on standard input
  --scope NAME               a scope to ask for; may be repeated
  --dpop                     try DPoP, also where the provider does not announce it
  --timeout SECONDS          how long one request may take, at most 60 (default 10)
  --allow-insecure-loopback  let plain http through on loopback addresses
  --json                     one JSON object instead of words

Ends with 0 when all is well, 1 when there is a problem, 2 when it could not be run.`

const optionNames = {
  audience: { type: 'string' },
  'token-env': { type: 'string' },
  'token-stdin': { type: 'boolean', default: false },
  'client-id': { type: 'string' },
  'client-secret-env': { type: 'string' },
  'client-secret-stdin': { type: 'boolean', default: false },
  scope: { type: 'string', multiple: true, default: [] as string[] },
  dpop: { type: 'boolean', default: false },
  timeout: { type: 'string', default: '10' },
  'allow-insecure-loopback': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

/** A shorter one is none, and could not be kept out of what is printed. */
const minSecretLength = 4

type Values = ReturnType<typeof parseValues>['values']

function parseValues(words: readonly string[]) {
  return parseArgs({ args: [...words], allowPositionals: true, options: optionNames })
}

/**
 * What the words ask for; undefined when they ask for the usage. No message repeats a word: it may be a secret.
 * @throws {ValidationError} VAL_2001
 */
export async function parseDoctorOptions(words: readonly string[], sources: SecretSources): Promise<DoctorOptions | undefined> {
  const { values, positionals } = parseWords(words)
  if (values.help) return undefined
  const [command, issuer, ...others] = positionals
  check(command === 'doctor', 'the only command is "doctor"')
  check(issuer !== undefined && others.length === 0, '"auth doctor" takes one issuer')
  const allowInsecureLoopback = values['allow-insecure-loopback']
  const timeoutSeconds = Number(values.timeout)
  check(timeoutSeconds > 0 && timeoutSeconds <= 60, '--timeout must be a number of seconds, at most 60')
  const clientSecretName = values['client-secret-env'] ?? 'CLIENT_SECRET'
  const secrets = await readSecrets(values, sources)
  check(secrets.clientSecret === undefined || values['client-id'] !== undefined, 'a client secret needs --client-id')
  check(values['client-id'] !== '' && values.audience !== '', '--client-id and --audience must not be empty')
  return {
    issuer: parseIssuer(issuer!, allowInsecureLoopback),
    audience: values.audience,
    scopes: values.scope,
    clientId: values['client-id'],
    clientSecretName,
    ...secrets,
    tryDPoP: values.dpop,
    asJson: values.json,
    timeoutSeconds,
    allowInsecureLoopback,
  }
}

function check(holds: boolean, message: string): void {
  if (!holds) throw new ValidationError(message)
}

function parseWords(words: readonly string[]): ReturnType<typeof parseValues> {
  try {
    return parseValues(words)
  } catch {
    // The parser's own words repeat what was written.
    const known = Object.keys(optionNames)
    const culprit = words.map((word) => /^--(client-secret|token|secret|password)(=|$)/.exec(word)?.[1]).find((name) => name !== undefined)
    if (culprit !== undefined)
      throw new ValidationError(
        `--${culprit} does not exist: others can read a command line, and shells remember it; use --token-env or --client-secret-env`,
      )
    throw new ValidationError(`an option is unknown or lacks its value; there are --${known.join(', --')}`)
  }
}

function parseIssuer(issuer: string, allowInsecureLoopback: boolean): string {
  try {
    check(!issuer.includes('?'), '')
    return checkUrl(issuer, 'issuer', allowInsecureLoopback)
  } catch {
    throw new ValidationError(
      'the issuer must be an https URL without query, fragment, user and password (http only on loopback, with --allow-insecure-loopback)',
    )
  }
}

async function readSecrets(values: Values, sources: SecretSources): Promise<Pick<DoctorOptions, 'token' | 'clientSecret'>> {
  check(!(values['token-stdin'] && values['client-secret-stdin']), 'only one of token and client secret can come on standard input')
  const read = async (name: 'token' | 'client-secret'): Promise<string | undefined> => {
    const variable = values[`${name}-env`]
    const isInput = values[`${name}-stdin`]
    check(!(isInput && variable !== undefined), `--${name}-env and --${name}-stdin exclude each other`)
    if (variable === undefined && !isInput) return undefined
    check(
      variable === undefined || /^[A-Za-z_]\w*$/.test(variable),
      `--${name}-env must be the name of an environment variable, not its value`,
    )
    const text = (variable === undefined ? await sources.readInput() : sources.environment[variable])?.trim()
    check(text !== undefined && text.length >= minSecretLength, `the ${name.replace('-', ' ')} is not there, or too short to be one`)
    return text
  }
  return { token: await read('token'), clientSecret: await read('client-secret') }
}
