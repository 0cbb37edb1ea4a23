import { checkFunction, checkObject, checkOption, checkString, checkUrl } from '@auth/core-errors/options'
import { type Clock, parseClock } from '../check-time.ts'
import { tellListener } from '../tell-listener.ts'
import type { TokenClaims } from '../token-claims.ts'
import type { AuthScheme } from './auth-context.ts'
import type { BindingContext } from './check-binding.ts'
import type { RequirementsContext } from './check-requirements.ts'
import { parseClaimPaths } from './claim-paths.ts'
import { createExtractor, type ExtractCredentials } from './credentials-source.ts'
import { DPoPCheck, type DPoPCheckContext } from './dpop-check.ts'
import { type DPoPMode, type DPoPOptions, resolveDPoPMode } from './dpop-options.ts'
import { Introspection } from './introspection.ts'
import { createTokenJudge, type JudgeToken } from './judge-token.ts'
import { listKnownIssuers } from './known-issuers.ts'
import { describeResource, type ResourceDescription, type ResourceFacts } from './resource-metadata.ts'
import type { ResourceServerListener } from './resource-server-event.ts'
import type { ResourceServerOptions } from './resource-server-options.ts'
import type { ChallengeOffer } from './to-challenge.ts'

/** The options of a resource server, checked, and what was made of them. */
export interface ResourceServerParts<Claims> {
  readonly extract: ExtractCredentials
  readonly judge: JudgeToken<Claims>
  readonly isValidatorGiven: boolean
  readonly binding: BindingContext
  readonly context: RequirementsContext
  readonly introspection: Introspection | undefined
  readonly offer: ChallengeOffer
  /** Undefined when nothing says what this API is called. */
  readonly resource: ResourceDescription | undefined
  readonly emit: ResourceServerListener | undefined
  /** A clock that never steps back, in milliseconds. */
  readonly monotonicNow: () => number
}

const schemesByMode: Readonly<Record<DPoPMode, readonly AuthScheme[]>> = {
  allowed: ['Bearer', 'DPoP'],
  required: ['DPoP'],
  disabled: ['Bearer'],
}

/** A listener whose failures are nobody's; none, so that no event is made, where nobody listens. */
function createEmitter(onEvent: ResourceServerListener | undefined): ResourceServerListener | undefined {
  if (onEvent === undefined) return undefined
  checkFunction(onEvent, 'onEvent')
  return (event) => tellListener(onEvent, event)
}

function parsePublicUrl(publicUrl: string | undefined, allowInsecureLoopback: boolean | undefined): string | undefined {
  if (publicUrl === undefined) return undefined
  const url = checkUrl(publicUrl, 'publicUrl', allowInsecureLoopback)
  checkOption(!url.includes('?'), url, 'publicUrl', 'a URL without a query')
  return url.replace(/\/+$/, '')
}

function createIntrospection(
  options: ResourceServerOptions<never, never>,
  { now, monotonicNow }: Pick<Clock, 'now'> & Pick<ResourceServerParts<never>, 'monotonicNow'>,
): Introspection | undefined {
  const { introspection, introspectionCache = {} } = options
  if (introspection === undefined) return undefined
  return new Introspection(introspection, introspectionCache, { now, monotonicNow })
}

/** The check of DPoP proofs, where a mode asks for one: never without the URL that proofs are compared with. */
function createDPoPCheck(
  dpop: DPoPOptions,
  mode: DPoPMode,
  { publicUrl, ...context }: Omit<DPoPCheckContext, 'publicUrl'> & { readonly publicUrl: string | undefined },
): DPoPCheck | undefined {
  return publicUrl === undefined || mode === 'disabled' ? undefined : new DPoPCheck(dpop, { ...context, publicUrl })
}

/** @throws {InvalidConfigError} VAL_2002, naming the option */
export function createParts<Claims extends TokenClaims, Raw>(options: ResourceServerOptions<Claims, Raw>): ResourceServerParts<Claims> {
  const { realm, dpop = {}, credentials, getCertificate, resourceMetadata, allowInsecureLoopback } = checkObject(options, 'options')
  if (getCertificate !== undefined) checkFunction(getCertificate, 'getCertificate')
  const clock = parseClock(options)
  const monotonicNow = checkFunction(options.monotonicNow ?? (() => performance.now()), 'monotonicNow')
  const emit = createEmitter(options.onEvent)
  const publicUrl = parsePublicUrl(options.publicUrl, allowInsecureLoopback)
  const dpopMode = resolveDPoPMode(dpop, publicUrl)
  const onReplayCheckSkipped = (): void => emit?.({ type: 'replay_check_skipped' })
  const dpopCheck = createDPoPCheck(dpop, dpopMode, { publicUrl, now: clock.now, monotonicNow, onReplayCheckSkipped })
  const issuers = listKnownIssuers(options)
  const introspection = createIntrospection(options as ResourceServerOptions<never, never>, { now: clock.now, monotonicNow })
  const facts: ResourceFacts = {
    publicUrl: options.publicUrl,
    issuers: [...issuers.keys()],
    isHeaderUsed: credentials === undefined || credentials === 'authorization',
    dpopMode,
    dpopAlgorithms: dpopCheck?.algorithms,
    takesCertificates: getCertificate !== undefined,
    allowInsecureLoopback,
  }
  const isNamed = resourceMetadata !== undefined || publicUrl !== undefined
  const resource = isNamed ? describeResource(resourceMetadata ?? {}, facts) : undefined
  return {
    extract: createExtractor(credentials, schemesByMode[dpopMode]),
    isValidatorGiven: options.validator !== undefined,
    judge: createTokenJudge(options as ResourceServerOptions<Claims, never>, { clock, issuers, introspection, emit }),
    binding: { dpop: dpopCheck, getCertificate: (request) => getCertificate?.((request.raw ?? request) as Raw) },
    context: { clock, claimPaths: parseClaimPaths(options.claimPaths) },
    introspection,
    offer: {
      realm: realm === undefined ? undefined : checkString(realm, 'realm'),
      schemes: schemesByMode[dpopMode],
      dpopAlgorithms: dpopCheck?.algorithms,
      resourceMetadataUrl: resourceMetadata && resource?.url,
    },
    resource,
    emit,
    monotonicNow,
  }
}
