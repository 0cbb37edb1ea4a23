import { ValidationError } from '@auth/core-errors'
import type { LoginOptions } from '../login/login-options.ts'
import { mayStartLogin } from '../login/may-start-login.ts'
import type { SessionSettings } from '../session-settings.ts'
import { toEmpty, toRedirect } from './responses.ts'
import type { Route } from './route.ts'

/** What a link may make the provider show. `none` is not among it: it is no login that a person asks for. */
const prompts: ReadonlySet<string> = new Set(['login', 'consent', 'select_account', 'create'])

/** How long the contexts that a link asks for may be together: the login keeps them in its cookie. */
const maxAcrLength = 512

/** What a link asks for. */
type LinkOptions = Omit<LoginOptions, 'prompt' | 'scopes'> & { readonly prompt: readonly string[] | undefined }

/** Begins a login. A request that is not for a page begins none: nothing is set, and nobody is sent anywhere. */
export const loginRoute: Route = {
  methods: ['GET'],
  audience: 'person',
  async answer({ context, logins }, request) {
    const mode = request.headers.get('sec-fetch-mode') ?? 'navigate'
    if (!mayStartLogin(request) || mode !== 'navigate') return toEmpty(204)
    const asked = readLoginOptions(new URL(request.url).searchParams)
    return toRedirect(await logins.start(request, restrict(asked, context.settings.loginParameters)))
  },
}

/** Makes no login weaker than the application wants every one: whoever follows a link may have written it. */
function restrict({ acrValues, maxAgeSeconds, prompt, ...others }: LinkOptions, wanted: SessionSettings['loginParameters']): LoginOptions {
  const allowed = acrValues?.filter((value) => wanted.acrValues?.includes(value) ?? true)
  if (allowed?.length === 0) throw new ValidationError('acr_values are none that every login may reach')
  const ages = [maxAgeSeconds, wanted.maxAgeSeconds].filter((age) => age !== undefined)
  const always =
    prompt &&
    [wanted.prompt ?? []]
      .flat()
      .flatMap((text) => text.split(' '))
      .filter((word) => word !== 'none')
  return {
    ...others,
    prompt: always && [...new Set([...always, ...prompt])],
    acrValues: allowed,
    maxAgeSeconds: ages.length === 0 ? undefined : Math.min(...ages),
  }
}

/** The query of the login route. Every other parameter is ignored: none reaches the provider. */
export function readLoginOptions(query: URLSearchParams): LinkOptions {
  const text = (name: string): string | undefined => query.get(name) || undefined
  const maxAge = text('max_age')
  const acr = text('acr_values')
  const prompt = toWords(text('prompt'))
  if (maxAge !== undefined && !/^\d{1,9}$/.test(maxAge)) throw new ValidationError('max_age is not a number of seconds')
  if (prompt?.some((word) => !prompts.has(word))) throw new ValidationError('prompt is none that a link may ask for')
  if (acr !== undefined && acr.length > maxAcrLength) throw new ValidationError(`acr_values is longer than ${maxAcrLength} characters`)
  return {
    returnTo: text('returnTo'),
    prompt,
    maxAgeSeconds: maxAge === undefined ? undefined : Number(maxAge),
    acrValues: toWords(acr),
    loginHint: text('login_hint'),
    uiLocales: toWords(text('ui_locales')),
  }
}

/** The same the other way: what {@link readLoginOptions} reads. */
export function toLoginQuery({
  returnTo,
  prompt,
  maxAgeSeconds,
  acrValues,
  loginHint,
  uiLocales,
}: Omit<LoginOptions, 'scopes'>): URLSearchParams {
  const query = new URLSearchParams()
  const entries = {
    returnTo,
    prompt: typeof prompt === 'object' ? prompt.join(' ') : prompt,
    max_age: maxAgeSeconds === undefined ? undefined : String(Math.floor(maxAgeSeconds)),
    acr_values: acrValues?.join(' '),
    login_hint: loginHint,
    ui_locales: uiLocales?.join(' '),
  }
  for (const [name, value] of Object.entries(entries)) if (value !== undefined && value !== '') query.set(name, value)
  return query
}

function toWords(text: string | undefined): readonly string[] | undefined {
  const words = text?.split(' ').filter((word) => word !== '')
  return words?.length ? words : undefined
}
