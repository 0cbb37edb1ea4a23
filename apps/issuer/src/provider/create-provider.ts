import type { EventEmitter } from 'node:events'
import { Provider } from 'oidc-provider'
import { registerJwtBearer } from './jwt-bearer.ts'
import { createProviderConfiguration, type ProviderParts } from './provider-configuration.ts'
import type { SigningJwk } from './signing-keys.ts'
import { rememberStructuredTokens } from './structured-tokens.ts'
import { registerTokenExchange } from './token-exchange.ts'

/** An oidc-provider that signs with the first key of each kind and publishes all of them. What it remembers is in its parts. */
export function createProvider(
  issuer: string,
  parts: ProviderParts,
  keys: readonly SigningJwk[],
  onError: (error: Error) => void,
): Provider {
  const provider = new Provider(issuer, createProviderConfiguration(parts, { keys }))
  registerTokenExchange(provider, { ...parts, keys })
  registerJwtBearer(provider, { ...parts, client: parts.clients.serviceKey })
  rememberStructuredTokens(provider)
  provider.on('server_error', (_ctx, error) => onError(error))
  const emitter: EventEmitter = provider // whose types leave out koa's own event
  emitter.on('error', onError) // koa prints errors that nobody listens to
  return provider
}
