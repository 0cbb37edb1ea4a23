import { joinCookie, listChunkNames, splitCookie } from '../cookies/cookie-chunks.ts'
import { createCookie, deleteCookie, type SessionCookie } from '../cookies/session-cookie.ts'
import type { SessionContext } from '../session-context.ts'
import { parseEnvelope, serializeEnvelope, type SessionEnvelope } from './session-envelope.ts'
import { getExpiry } from './session-lifetime.ts'

/** The envelope of a request's cookies. */
export interface OpenedEnvelope {
  readonly envelope: SessionEnvelope
  /** Whether the first of the secrets sealed it. */
  readonly isCurrent: boolean
}

type Cookies = ReadonlyMap<string, string>

/** The envelope in a request's cookies; undefined when there is none, or not a good one, or its time is over. */
export async function openSessionCookie(context: SessionContext, cookies: Cookies): Promise<OpenedEnvelope | undefined> {
  const { sealer, settings } = context
  const sealed = joinCookie(settings.cookieNames.session, cookies)
  const opened = sealed === undefined ? undefined : await sealer.open('session', sealed)
  const envelope = opened && parseEnvelope(opened.text)
  if (!opened || !envelope || getExpiry(envelope, settings) <= context.now()) return undefined
  return { envelope, isCurrent: opened.isCurrent }
}

/** The cookies that carry an envelope, and the deletion of parts that the request has of a longer one. */
export async function sealSessionCookie(
  context: SessionContext,
  envelope: SessionEnvelope,
  cookies: Cookies,
): Promise<readonly SessionCookie[]> {
  const { sealer, settings } = context
  const { cookieRules: rules, cookieNames } = settings
  const maxAge = getExpiry(envelope, settings) - context.now()
  const parts = splitCookie(cookieNames.session, await sealer.seal('session', serializeEnvelope(envelope)))
  const kept = new Set(parts.map(({ name }) => name))
  return [
    ...parts.map((part) => createCookie(rules, { ...part, maxAge })),
    ...deleteSessionCookie(context, cookies).filter(({ name }) => !kept.has(name)),
  ]
}

/** The deletion of whatever the request has of a session. */
export function deleteSessionCookie({ settings }: SessionContext, cookies: Cookies): readonly SessionCookie[] {
  return listChunkNames(settings.cookieNames.session, cookies).map((name) => deleteCookie(settings.cookieRules, name))
}
