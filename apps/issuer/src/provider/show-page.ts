import type { KoaContextWithOIDC } from 'oidc-provider'
import type { Page } from '../pages/page.ts'

/** Answers a request of oidc-provider with a page. */
export function showPage(ctx: KoaContextWithOIDC, page: Page): void {
  ctx.set({ ...page.headers })
  ctx.body = page.markup
}
