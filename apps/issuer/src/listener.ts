import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { errors, type Provider } from 'oidc-provider'
import type { Resource } from './demo/resources.ts'
import { toEndpoint } from './front/endpoint.ts'
import { readForm } from './front/read-form.ts'
import { sendPage } from './front/send-page.ts'
import { createHomePage } from './pages/home-page.ts'
import { createErrorPage } from './pages/message-page.ts'
import { createPhonePage } from './pages/phone-page.ts'
import type { ApprovalDevice } from './provider/backchannel.ts'
import type { ProviderParts } from './provider/provider-configuration.ts'
import type { SigningJwk } from './provider/signing-keys.ts'
import { referToToken } from './provider/structured-tokens.ts'
import { handleInteraction } from './sign-in/handle-interaction.ts'

/** What answers the issuer's requests while one generation of keys is in use. */
export interface ListenerParts extends Pick<ProviderParts, 'clients' | 'users'> {
  readonly provider: Provider
  readonly keys: readonly SigningJwk[]
  readonly resources: readonly Resource[]
  readonly phone: ApprovalDevice
  readonly onError: (error: Error) => void
}

/** Sends each request to where it is answered: a page of the demo, or oidc-provider. */
export function createListener(parts: ListenerParts): RequestListener {
  const answerByProvider = parts.provider.callback()
  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname } = new URL(request.url ?? '/', parts.provider.issuer)
    const endpoint = toEndpoint(pathname)
    if (endpoint === 'interaction') return handleInteraction({ ...parts, request, response })
    if (pathname === '/')
      return sendPage(response, 200, createHomePage({ ...parts, issuer: parts.provider.issuer, clients: Object.values(parts.clients) }))
    if (pathname === '/phone') return handlePhone(parts.phone, request, response)
    const takesToken = request.method === 'POST' && (endpoint === 'introspection' || endpoint === 'revocation')
    return answerByProvider(takesToken ? await referToToken(request, parts.provider.issuer, parts.keys) : request, response)
  }
  return (request, response) => {
    route(request, response).catch((error: unknown) => answerError(error, response, parts.onError))
  }
}

function answerError(error: unknown, response: ServerResponse, onError: (error: Error) => void): void {
  const isRefusal = error instanceof errors.OIDCProviderError && error.expose
  if (!isRefusal) onError(error instanceof Error ? error : new Error('something that is no error was thrown', { cause: error }))
  if (response.headersSent) return
  const problem = isRefusal
    ? { error: error.error, description: 'This sign-in has expired, or its cookie is gone.' }
    : { error: 'server_error' }
  sendPage(response, isRefusal ? error.statusCode : 500, createErrorPage(problem))
}

async function handlePhone(phone: ApprovalDevice, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === 'POST') {
    const form = await readForm(request)
    const id = form.get('id') ?? ''
    const isWaiting = phone.pending().some((approval) => approval.id === id) // not when the button is pressed twice
    if (isWaiting) await phone.answer(id, form.get('answer') === 'approve' ? 'approve' : 'deny')
  }
  sendPage(response, 200, createPhonePage(phone.pending()))
}
