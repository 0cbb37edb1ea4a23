import { type BackchannelAuthenticationRequest, type CIBAEnabledConfiguration, errors, type Provider } from 'oidc-provider'
import type { DemoUser } from '../demo/demo-users.ts'
import { allow, createGrant } from './grants.ts'
import { amrByAcr } from './authentication-context.ts'

/** A request for consent on another device (CIBA) that waits for an answer. */
export interface PendingApproval {
  /** The `auth_req_id`. */
  readonly id: string
  readonly user: DemoUser
  readonly clientName: string
  readonly bindingMessage: string | undefined
}

/** The device on which people answer; it stands in for a phone. */
export interface ApprovalDevice {
  /** The requests without an answer, oldest first. */
  pending(): readonly PendingApproval[]
  /** Gives the person's answer; an unknown or answered request throws. */
  answer(id: string, answer: 'approve' | 'deny'): Promise<void>
}

/** Where oidc-provider leaves its requests for consent, and how they are answered. */
export interface Backchannel {
  readonly settings: CIBAEnabledConfiguration
  createDevice(provider: () => Provider): ApprovalDevice
}

type Waiting = Map<string, { readonly approval: PendingApproval; readonly expiresAt: number }>

/** Keeps the requests for consent of one issuer; they outlive the provider instance that took them. */
export function createBackchannel(users: readonly DemoUser[], now: () => number = Date.now): Backchannel {
  const waiting: Waiting = new Map()
  const pending = () => [...waiting.values()].filter(({ expiresAt }) => expiresAt > now()).map(({ approval }) => approval)
  return {
    settings: createSettings(users, (approval, ttlSeconds) => waiting.set(approval.id, { approval, expiresAt: now() + ttlSeconds * 1000 })),
    createDevice: (provider) => ({
      pending,
      async answer(id, answer) {
        const approval = pending().find((candidate) => candidate.id === id)
        const request = await provider().BackchannelAuthenticationRequest.find(id)
        if (approval === undefined || request === undefined) throw new Error(`no request for consent waits under the id ${id}`)
        waiting.delete(id)
        await settle(provider(), request, { user: approval.user, answer, authTime: Math.floor(now() / 1000) })
      },
    }),
  }
}

function createSettings(
  users: readonly DemoUser[],
  show: (approval: PendingApproval, ttlSeconds: number) => void,
): CIBAEnabledConfiguration {
  const findId = (hint?: string): string | undefined => users.find((user) => [user.id, user.username, user.email].includes(hint ?? ''))?.id
  return {
    enabled: true,
    deliveryModes: ['poll', 'ping'],
    processLoginHint: (_ctx, hint) => findId(hint),
    processLoginHintToken: () => undefined,
    validateRequestContext: () => {},
    verifyUserCode: () => {},
    validateBindingMessage(_ctx, message) {
      if (message !== undefined && message.length > 100)
        throw new errors.InvalidBindingMessage('the binding message is longer than 100 characters')
    },
    triggerAuthenticationDevice(_ctx, request, account, client) {
      const user = users.find(({ id }) => id === account.accountId)
      const message = request.params?.['binding_message']
      if (user === undefined) return
      const bindingMessage = typeof message === 'string' ? message : undefined
      show({ id: request.jti, user, clientName: client.clientName ?? client.clientId, bindingMessage }, request.expiration)
    },
  }
}

async function settle(
  provider: Provider,
  request: BackchannelAuthenticationRequest,
  { user, answer, authTime }: { user: DemoUser; answer: 'approve' | 'deny'; authTime: number },
): Promise<void> {
  if (answer === 'deny') return provider.backchannelResult(request, new errors.AccessDenied('the person said no'))
  const grant = createGrant(provider, user.id, String(request.clientId))
  const resources = [request.resource ?? []].flat()
  allow(grant, user, {
    openid: request.scopes,
    claims: [],
    resources: Object.fromEntries(resources.map((resource) => [resource, request.scopes])),
  })
  await grant.save()
  const acr = 'urn:demo:password'
  return provider.backchannelResult(request, grant, { acr, amr: [...amrByAcr[acr]], authTime })
}
