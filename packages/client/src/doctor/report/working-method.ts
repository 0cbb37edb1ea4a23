import type { Facts } from '../facts.ts'

const functions: Readonly<Record<string, 'clientSecretPost' | 'clientSecretJwt'>> = {
  client_secret_post: 'clientSecretPost',
  client_secret_jwt: 'clientSecretJwt',
}

/** The function for the way to authenticate that worked; undefined for the default one, and where none did. */
export function findWorkingMethod({ client }: Facts): 'clientSecretPost' | 'clientSecretJwt' | undefined {
  const method = client?.attempts.find(({ outcome }) => outcome.kind === 'granted')?.method
  return method === undefined ? undefined : functions[method]
}
