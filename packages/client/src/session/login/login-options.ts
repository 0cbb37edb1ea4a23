/** What a login asks for. */
export interface LoginOptions {
  /** Where the person goes afterwards: a path of this application, or a URL of its origin. Anything else becomes the start page. @default '/' */
  readonly returnTo?: string | undefined
  /** The authentication contexts of which the sign-in must reach one: a step-up (RFC 9470). */
  readonly acrValues?: readonly string[] | undefined
  /** How long ago the sign-in may be, in seconds. */
  readonly maxAgeSeconds?: number | undefined
  readonly prompt?: string | readonly string[] | undefined
  /** @default the configuration's `scopes` */
  readonly scopes?: readonly string[] | undefined
  readonly loginHint?: string | undefined
  readonly uiLocales?: readonly string[] | undefined
}

/** What a sign-out takes. */
export interface SignOutOptions {
  /** As in {@link LoginOptions}. @default '/' */
  readonly returnTo?: string | undefined
}
