import type { SuggestedConfiguration } from './suggest-configuration.ts'

/** Code to copy, for each of the three constructors. */
export interface Snippets {
  readonly express: string
  readonly validator: string
  readonly client: string
}

/** Written where nothing says whom tokens are for; it stands out, and no token is for it. */
export const unknownAudience = 'WRITE-THE-AUDIENCE-OF-YOUR-API'

function write(value: unknown): string {
  if (typeof value === 'string') return `'${value.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`
  if (Array.isArray(value)) return `[${value.map(write).join(', ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  return `{ ${Object.entries(value)
    .map(([name, member]) => `${name}: ${write(member)}`)
    .join(', ')} }`
}

function writeMembers(configuration: object, more: readonly string[] = []): string {
  const members = [...Object.entries(configuration).map(([name, value]) => `${name}: ${write(value)}`), ...more]
  return `{\n${members.map((member) => `  ${member},\n`).join('')}}`
}

/** @param clientSecretName the environment variable that the secret is in; undefined for a public client */
export function writeSnippets(
  { express, validator, client, clientAuthentication }: SuggestedConfiguration,
  clientSecretName: string | undefined,
): Snippets {
  const withAudience = ({ issuer, audience = unknownAudience, ...rest }: typeof validator): object => ({ issuer, audience, ...rest })
  const secret = clientSecretName === undefined ? [] : [`clientSecret: process.env.${clientSecretName}!`]
  const method = clientAuthentication === undefined ? [] : [`clientAuthentication: ${clientAuthentication}()`]
  const names = ['AuthPlatformClient', ...(clientAuthentication === undefined ? [] : [clientAuthentication])]
  return {
    express: [
      "import { createExpressAuth } from '@auth/express'",
      `export const auth = createExpressAuth(${writeMembers(withAudience(express))})`,
      "// app.use('/api', auth.requireAuth())",
    ].join('\n'),
    validator: [
      "import { TokenValidator } from '@auth/tokens'",
      `export const validator = new TokenValidator(${writeMembers(withAudience(validator))})`,
    ].join('\n'),
    client: [
      `import { ${names.join(', ')} } from '@auth/client'`,
      `export const client = new AuthPlatformClient(${writeMembers(client, [...secret, ...method])})`,
    ].join('\n'),
  }
}
