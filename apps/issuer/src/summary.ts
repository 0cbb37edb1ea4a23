import type { Issuer } from './issuer.ts'

type Summarized = Pick<Issuer, 'issuer' | 'clients' | 'users' | 'resources'>

/** What a person at a terminal needs to know about a running issuer. */
export function toSummary({ issuer, clients, users, resources }: Summarized): string {
  const rows = (table: readonly (readonly string[])[]): readonly string[] => {
    const widths = [0, 1].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)))
    return table.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
  }
  return [
    `An OpenID provider for tests, in memory, at ${issuer}`,
    '',
    'Addresses',
    ...rows([
      ['issuer', issuer],
      ['metadata', `${issuer}/.well-known/openid-configuration`],
      ['devices', `${issuer}/device`],
      ['consent', `${issuer}/phone`],
    ]),
    '',
    'People',
    ...rows(users.map(({ name, username, password }) => [name, username, password])),
    '',
    'Clients',
    ...rows(Object.values(clients).map(({ clientId, authentication, clientSecret = '' }) => [clientId, authentication, clientSecret])),
    '',
    'APIs',
    ...rows(
      resources.map(({ identifier, format, algorithm, scopes }) => [identifier, format === 'jwt' ? algorithm : format, scopes.join(' ')]),
    ),
    '',
    'Everything above is public and forgotten when it stops. Ctrl+C stops it.',
  ].join('\n')
}
