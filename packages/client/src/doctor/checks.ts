import type { Facts } from './facts.ts'
import type { CheckName, Finding } from './finding.ts'
import { checkClient } from './checks/check-client.ts'
import { checkClock } from './checks/check-clock.ts'
import { checkDiscovery } from './checks/check-discovery.ts'
import { checkDPoP } from './checks/check-dpop.ts'
import { checkKeys } from './checks/check-keys.ts'
import { checkPAR } from './checks/check-par.ts'
import { checkResponseIssuer } from './checks/check-response-issuer.ts'
import { checkTLS } from './checks/check-tls.ts'
import { checkToken } from './checks/check-token.ts'

/** Every check, in the order in which they are told: each judges the facts, and does nothing else. */
export const checks: Readonly<Record<CheckName, (facts: Facts) => readonly Finding[]>> = {
  discovery: checkDiscovery,
  tls: checkTLS,
  clock: checkClock,
  keys: checkKeys,
  dpop: checkDPoP,
  par: checkPAR,
  response_issuer: checkResponseIssuer,
  token: checkToken,
  client: checkClient,
}
