import type { ClientAuthentication } from './client-authentication.ts'

/** RFC 6749 appendix B: id and secret are form-urlencoded before they are joined. */
function toForm(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1)
}

/** The id and secret in the `Authorization` header (RFC 6749 §2.3.1). */
export function clientSecretBasic(): ClientAuthentication {
  return {
    method: 'client_secret_basic',
    needsSecret: true,
    authenticate: async ({ clientId, clientSecret = '' }) => ({
      headers: { authorization: `Basic ${btoa(`${toForm(clientId)}:${toForm(clientSecret)}`)}` },
    }),
  }
}

/** The id and secret in the request body (RFC 6749 §2.3.1). */
export function clientSecretPost(): ClientAuthentication {
  return {
    method: 'client_secret_post',
    needsSecret: true,
    authenticate: async ({ clientId, clientSecret = '' }) => ({ parameters: { client_id: clientId, client_secret: clientSecret } }),
  }
}
