import type { ServerMetadata } from '@auth/jwks'
import type { DoctorOptions } from '../doctor-options.ts'
import type { CertificateFacts, ClientFacts, DocumentFacts, Facts, GrantFacts, TokenFacts } from '../facts.ts'
import { fetchDocument, type Network } from './fetch-document.ts'
import type { InspectCertificate } from './inspect-certificate.ts'
import { judgeMetadata } from './judge-metadata.ts'
import { judgeToken } from './judge-token.ts'
import { listSecretMethods, tryClient } from './try-client.ts'

/** What is looked at with, and whom it is told. */
export interface GatherContext {
  readonly network: Network
  readonly inspectCertificate: InspectCertificate
  readonly onProgress: (step: string) => void
}

/** The facts, and the secrets that came up while they were gathered. */
export interface Gathered {
  readonly facts: Facts
  readonly secrets: readonly string[]
}

/** How many servers' certificates are looked at. */
const maxHosts = 5

/** Does all that goes over the network; judges nothing that is not judged by the library itself. */
export async function gatherFacts(options: DoctorOptions, context: GatherContext): Promise<Gathered> {
  const { issuer, audience, allowInsecureLoopback, token, clientId } = options
  const { network, onProgress } = context
  onProgress('discovery')
  const [oidc, oauth2] = await Promise.all(toMetadataUrls(issuer).map((url) => fetchDocument(url, network)))
  const verdict = await judgeMetadata(issuer, [oidc!, oauth2!], allowInsecureLoopback)
  const metadata = verdict.kind === 'good' ? verdict.metadata : undefined
  onProgress('certificates')
  const certificates = await inspectCertificates(issuer, metadata, context)
  onProgress('keys')
  const jwks = metadata?.jwks_uri === undefined ? undefined : await fetchDocument(metadata.jwks_uri, network)
  const { client, issued } = await tryGrants(options, metadata, context)
  if (token !== undefined || issued !== undefined) onProgress('token')
  const judge = (text: string, source: TokenFacts['source']): Promise<TokenFacts> =>
    judgeToken(text, { source, issuer, audience, clientId, jwks: readValue(jwks), now: network.now, allowInsecureLoopback })
  const tokens = [
    ...(token === undefined ? [] : [await judge(token, 'given')]),
    ...(issued === undefined ? [] : [await judge(issued, 'issued')]),
  ]
  const facts = { issuer, audience, now: network.now(), oidc: oidc!, oauth2: oauth2!, verdict, jwks, certificates, tokens, client }
  return { facts, secrets: [token, options.clientSecret, issued].filter((secret) => secret !== undefined) }
}

/** RFC 8414 §3.1, OpenID Connect Discovery 1.0 §4. */
function toMetadataUrls(issuer: string): readonly string[] {
  return [
    issuer.replace(/\/?$/, '/.well-known/openid-configuration'),
    issuer.replace(/^([^/]+\/\/[^/]+)(.*?)\/?$/, '$1/.well-known/oauth-authorization-server$2'),
  ]
}

function readValue(document: DocumentFacts | undefined): unknown {
  return document?.outcome.kind === 'answer' && document.outcome.status === 200 ? document.outcome.value : undefined
}

function inspectCertificates(
  issuer: string,
  metadata: ServerMetadata | undefined,
  { network, inspectCertificate }: GatherContext,
): Promise<readonly CertificateFacts[]> {
  const urls = [issuer, metadata?.token_endpoint, metadata?.jwks_uri, metadata?.authorization_endpoint, metadata?.userinfo_endpoint]
  const origins = new Set(urls.filter((url) => url !== undefined).map((url) => new URL(url).origin))
  const secure = [...origins].filter((origin) => origin.startsWith('https:')).slice(0, maxHosts)
  return Promise.all(secure.map((origin) => inspectCertificate(origin, network.timeoutSeconds)))
}

/** A secret is sent nowhere unless the metadata are good: they say where the token endpoint is. */
async function tryGrants(
  options: DoctorOptions,
  metadata: ServerMetadata | undefined,
  { network, onProgress }: GatherContext,
): Promise<{ readonly client: ClientFacts | undefined; readonly issued: string | undefined }> {
  const { clientId, clientSecret, tryDPoP } = options
  if (clientId === undefined) return { client: undefined, issued: undefined }
  const attempts: GrantFacts[] = []
  let issued: string | undefined
  if (metadata?.token_endpoint !== undefined && clientSecret !== undefined && mayAskByItself(metadata)) {
    /** The code that it was refused with. */
    const ask = async (method: string, isProven: boolean): Promise<string | undefined> => {
      onProgress(isProven ? 'client, with DPoP' : 'client')
      const { facts, accessToken } = await tryClient(options, network, { method, isProven })
      attempts.push(facts)
      issued ??= accessToken
      return facts.outcome.kind === 'granted' ? undefined : (facts.outcome.code ?? 'UNKNOWN')
    }
    const isProofAnnounced = metadata.dpop_signing_alg_values_supported !== undefined
    for (const method of listSecretMethods(metadata)) {
      const refusal = await ask(method, false)
      if (tryDPoP || (refusal === undefined && isProofAnnounced) || refusal?.startsWith('DPOP')) await ask(method, true)
      // Another way to authenticate is worth a try only where this one was refused.
      if (refusal !== 'AUTH_1004') break
    }
  }
  return { client: { clientId, hasSecret: clientSecret !== undefined, attempts }, issued }
}

/** RFC 8414 §2: where the list is left out it names other grants, yet many providers leave it out. */
export function mayAskByItself({ grant_types_supported: supported }: ServerMetadata): boolean {
  return supported === undefined || supported.includes('client_credentials')
}
