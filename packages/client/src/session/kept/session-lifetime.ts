import type { SessionSettings } from '../session-settings.ts'
import type { SessionEnvelope } from './session-envelope.ts'

type Lifetimes = Pick<SessionSettings, 'idleLifetimeSeconds' | 'absoluteLifetimeSeconds'>

/** A session is prolonged once so much of its idle time has passed: not with every response. */
const rollAfter = 0.1

/** When a session ends if it is not used any more, in seconds since the epoch. */
export function getExpiry({ createdAt, usedAt }: SessionEnvelope, { idleLifetimeSeconds, absoluteLifetimeSeconds }: Lifetimes): number {
  return Math.min(usedAt + idleLifetimeSeconds, createdAt + absoluteLifetimeSeconds)
}

/** Whether it is time to prolong a session, and there is anything left to prolong it by. */
export function isRollDue(envelope: SessionEnvelope, lifetimes: Lifetimes, now: number): boolean {
  const isDue = now - envelope.usedAt >= lifetimes.idleLifetimeSeconds * rollAfter
  return isDue && getExpiry({ ...envelope, usedAt: now }, lifetimes) > getExpiry(envelope, lifetimes)
}
