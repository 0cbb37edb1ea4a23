import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider'
import { createDeviceCodePage, createDeviceConfirmPage } from '../pages/device-pages.ts'
import { createLogoutPage } from '../pages/logout-page.ts'
import { createErrorPage, createMessagePage } from '../pages/message-page.ts'
import { showPage } from './show-page.ts'

const deviceProblems: Readonly<Record<string, string>> = {
  NoCodeError: 'Type in a code first.',
  NotFoundError: 'There is no such code. Check it and try again.',
  ExpiredError: 'This code has expired. Ask the device for a new one.',
  AlreadyUsedError: 'This code has been used. Ask the device for a new one.',
  AbortedError: 'You stopped the request. The device was told.',
}

/** The pages of the device flow (RFC 8628), as settings of oidc-provider. */
export const devicePages = {
  userCodeInputSource(ctx: KoaContextWithOIDC, _form: string, _out?: ErrorOut, error?: Error): void {
    const problem = error === undefined ? undefined : (deviceProblems[error.name] ?? 'The request cannot be answered. Try again.')
    const userCode = error !== undefined && 'userCode' in error ? String(error.userCode) : undefined
    showPage(ctx, createDeviceCodePage({ action: ctx.oidc.urlFor('code_verification'), xsrf: xsrfOf(ctx), userCode, error: problem }))
  },
  userCodeConfirmSource(
    ctx: KoaContextWithOIDC,
    _form: string,
    client: { clientName?: string | undefined; clientId: string },
    _info: unknown,
    userCode: string,
  ): void {
    const clientName = client.clientName ?? client.clientId
    showPage(ctx, createDeviceConfirmPage({ action: ctx.oidc.urlFor('code_verification'), xsrf: xsrfOf(ctx), userCode, clientName }))
  },
  successSource(ctx: KoaContextWithOIDC): void {
    showPage(ctx, createMessagePage({ title: 'Connected', message: 'The device is signed in. You can close this page.' }))
  },
}

/** The pages of signing out (OpenID RP-Initiated Logout), as settings of oidc-provider. */
export const logoutPages = {
  logoutSource(ctx: KoaContextWithOIDC): void {
    const action = ctx.oidc.urlFor('end_session_confirm')
    const redirectUri = ctx.oidc.params?.['post_logout_redirect_uri']
    showPage(
      ctx,
      createLogoutPage({
        action,
        xsrf: xsrfOf(ctx),
        clientName: ctx.oidc.client?.clientName,
        redirectUri: typeof redirectUri === 'string' ? redirectUri : undefined,
      }),
    )
  },
  postLogoutSuccessSource(ctx: KoaContextWithOIDC): void {
    showPage(ctx, createMessagePage({ title: 'Signed out', message: 'Your session at the demo issuer has ended.' }))
  },
}

/** The error page of a request that cannot be sent back to its client. */
export function renderError(ctx: KoaContextWithOIDC, out: ErrorOut): void {
  showPage(ctx, createErrorPage({ error: out.error, description: out.error_description }))
}

function xsrfOf(ctx: KoaContextWithOIDC): string {
  return String(ctx.oidc.session?.state?.['secret'])
}
