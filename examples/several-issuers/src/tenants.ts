const { ACME_ISSUER = 'http://127.0.0.1:4400', GLOBEX_ISSUER = 'http://127.0.0.1:4401' } = process.env

export interface Tenant {
  readonly name: string
  readonly issuer: string
  readonly audience: string
}

/** Whose tokens are taken; a real program reads them from its configuration. */
export const tenants: readonly Tenant[] = [
  { name: 'acme', issuer: ACME_ISSUER, audience: 'https://api.example.com' },
  { name: 'globex', issuer: GLOBEX_ISSUER, audience: 'https://api.example.com/globex' },
]
