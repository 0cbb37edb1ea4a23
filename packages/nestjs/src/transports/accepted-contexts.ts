import type { AuthContext } from '@auth/tokens/resource-server'

/** The contexts that a guard here has let in: what somebody else put in their place tells nobody who calls. */
const accepted = /* @__PURE__ */ new WeakSet<object>()

export function markAccepted(auth: AuthContext): void {
  accepted.add(auth)
}

/** The context, when a guard has let it in. */
export function selectAccepted(auth: AuthContext | undefined): AuthContext | undefined {
  return auth !== undefined && accepted.has(auth) ? auth : undefined
}
