import process from 'node:process'
import { checkObject, checkOption, checkString } from '@auth/core-errors/options'
import type { AuthPlatformConfig } from '../config/auth-platform-config.ts'

/** What {@link configFromEnv} takes. */
export interface ConfigFromEnvOptions {
  /** What the variables' names begin with. @default 'AUTH_PLATFORM_' */
  readonly prefix?: string | undefined
  /** The variables. @default process.env */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined
}

type Read = (text: string, variable: string) => unknown

function readWords(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '')
}

function readNumber(text: string, variable: string): number {
  return checkOption(/^\d+(\.\d+)?$/.test(text), Number(text), variable, 'a number')
}

function readSwitch(text: string, variable: string): boolean {
  return checkOption(text === 'true' || text === 'false', text === 'true', variable, '"true" or "false"')
}

const readText: Read = (text) => text

/** By the end of a variable's name: the option that it gives, and how it is read. */
const variables: Readonly<Record<string, { readonly option: keyof AuthPlatformConfig; readonly read: Read }>> = {
  BASE_URL: { option: 'baseUrl', read: readText },
  ISSUER: { option: 'issuer', read: readText },
  CLIENT_ID: { option: 'clientId', read: readText },
  CLIENT_SECRET: { option: 'clientSecret', read: readText },
  AUDIENCE: { option: 'audience', read: readText },
  SCOPES: { option: 'scopes', read: readWords },
  REDIRECT_URI: { option: 'redirectUri', read: readText },
  API_ORIGINS: { option: 'apiOrigins', read: readWords },
  PROFILE: { option: 'profile', read: readText },
  DPOP: { option: 'dpop', read: (text, variable) => ({ enabled: readSwitch(text, variable) }) },
  TIMEOUT_SECONDS: { option: 'timeoutSeconds', read: readNumber },
  MAX_RETRIES: { option: 'maxRetries', read: readNumber },
  RETRY_DELAY_SECONDS: { option: 'retryDelaySeconds', read: readNumber },
  ALLOW_INSECURE_LOOPBACK: { option: 'allowInsecureLoopback', read: readSwitch },
}

/**
 * The configuration that the environment gives: the one place of these packages where it is read. What is more than text,
 * such as keys and stores, is added by the program; whoever takes the configuration checks what it says.
 *
 * @throws {InvalidConfigError} VAL_2002 naming the variable, for one that is there and empty or not of its kind, and for
 * `BASE_URL` and `CLIENT_ID` that are not there
 */
export function configFromEnv(options: ConfigFromEnvOptions = {}): AuthPlatformConfig {
  const { prefix = 'AUTH_PLATFORM_', env = process.env } = checkObject(options, 'options')
  checkString(prefix, 'prefix')
  const config: Record<string, unknown> = {}
  for (const [name, { option, read }] of Object.entries(variables)) {
    const variable = prefix + name
    const text = env[variable]
    // An empty secret must not make a public client, nor an empty audience another one.
    if (text !== undefined) config[option] = read(checkString(text.trim(), variable), variable)
  }
  const { baseUrl, clientId, ...others } = config as Partial<AuthPlatformConfig>
  return { ...others, baseUrl: checkString(baseUrl!, `${prefix}BASE_URL`), clientId: checkString(clientId!, `${prefix}CLIENT_ID`) }
}
