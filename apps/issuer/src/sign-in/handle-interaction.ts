import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Provider } from 'oidc-provider'
import { demoOneTimeCode, type DemoUser } from '../demo/demo-users.ts'
import { createConsentPage } from '../pages/consent-page.ts'
import { createSignInPage, type SignIn } from '../pages/sign-in-page.ts'
import { acrValues, amrByAcr, selectAcr } from '../provider/authentication-context.ts'
import { parseAuthorizationDetails } from '../provider/authorization-details.ts'
import { toWords } from '../provider/to-words.ts'
import { readForm } from '../front/read-form.ts'
import { sendPage } from '../front/send-page.ts'

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>

/** One request to an interaction's page, and what is needed to answer it. */
interface Visit {
  readonly provider: Provider
  readonly users: readonly DemoUser[]
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly interaction: Interaction
}

/** Shows the sign-in or the consent page of an authorization request, or takes its form. */
export async function handleInteraction(visit: Omit<Visit, 'interaction'>): Promise<void> {
  const { provider, request, response } = visit
  const interaction = await provider.interactionDetails(request, response)
  const isPost = request.method === 'POST'
  const form = isPost ? await readForm(request) : new URLSearchParams()
  if (form.get('action') === 'cancel') {
    const refusal = { error: 'access_denied', error_description: 'the person said no' }
    return provider.interactionFinished(request, response, refusal, { mergeWithLastSubmission: false })
  }
  const isConsent = interaction.prompt.name === 'consent'
  if (isPost) return isConsent ? takeConsent({ ...visit, interaction }) : takeSignIn({ ...visit, interaction }, form)
  return isConsent ? showConsent({ ...visit, interaction }) : showSignIn({ ...visit, interaction })
}

async function showSignIn(visit: Visit, failure?: Pick<SignIn, 'username' | 'error'>): Promise<void> {
  const { request, response, users, interaction } = visit
  const { searchParams } = new URL(request.url ?? '', 'http://issuer')
  const filled = users.find(({ username }) => username === searchParams.get('user'))
  const hinted = users.find(({ username, email }) => [username, email].includes(String(interaction.params['login_hint'])))
  const page = createSignInPage({
    clientName: await findClientName(visit),
    users,
    filled: failure === undefined ? filled : undefined,
    username: failure?.username ?? filled?.username ?? hinted?.username,
    error: failure?.error,
    asksForCode: asksForCode(interaction),
    redirectUri: redirectUriOf(interaction),
  })
  sendPage(response, failure === undefined ? 200 : 400, page)
}

async function takeSignIn(visit: Visit, form: URLSearchParams): Promise<void> {
  const { provider, users, request, response, interaction } = visit
  const username = form.get('username')?.trim().toLowerCase() ?? ''
  const user = users.find((candidate) => candidate.username === username && candidate.password === form.get('password'))
  if (user === undefined) return showSignIn(visit, { username, error: 'The username or the password is wrong.' })
  if (asksForCode(interaction) && form.get('code')?.trim() !== demoOneTimeCode) {
    return showSignIn(visit, { username, error: 'The one-time code is wrong.' })
  }
  const acr = asksForCode(interaction) ? acrValues[1] : acrValues[0]
  const login = { accountId: user.id, acr, amr: [...amrByAcr[acr]] }
  return provider.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false })
}

async function showConsent(visit: Visit): Promise<void> {
  const { users, response, interaction } = visit
  const page = createConsentPage({
    clientName: await findClientName(visit),
    userName: users.find(({ id }) => id === interaction.session?.accountId)?.name ?? '',
    scopes: toWords(interaction.params['scope']),
    authorizationDetails: parseAuthorizationDetails(interaction.params) ?? [],
    redirectUri: redirectUriOf(interaction),
  })
  sendPage(response, 200, page)
}

async function takeConsent({ provider, request, response, interaction }: Visit): Promise<void> {
  const grant = interaction.grantId === undefined ? undefined : await provider.Grant.find(interaction.grantId)
  if (grant === undefined) throw new Error('there is no grant to agree to')
  for (const detail of parseAuthorizationDetails(interaction.params) ?? []) grant.addRar(detail)
  const consent = { grantId: await grant.save() }
  return provider.interactionFinished(request, response, { consent }, { mergeWithLastSubmission: true })
}

async function findClientName({ provider, interaction }: Visit): Promise<string> {
  const clientId = String(interaction.params['client_id'])
  return (await provider.Client.find(clientId))?.clientName ?? clientId
}

function asksForCode({ params }: Interaction): boolean {
  return selectAcr(params) === acrValues[1]
}

function redirectUriOf({ params }: Interaction): string | undefined {
  return typeof params['redirect_uri'] === 'string' ? params['redirect_uri'] : undefined
}
