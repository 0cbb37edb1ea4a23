import type { Issuer } from 'issuer'
import { algorithms, type Commands, type WorldFacts } from '../suite/world.ts'
import { issueToken } from './issue-token.ts'
import type { ScriptedEndpoint } from './scripted-endpoint.ts'

/** What the API of an algorithm is called. */
export const audiences = Object.fromEntries(
  algorithms.map((algorithm) => [algorithm, `https://${algorithm.toLowerCase()}.example`]),
) as WorldFacts['audiences']

/** A command as it comes over the wire: its parameters and its answer are JSON. */
export type Command = (parameters: never) => unknown

/** What the control server does, by the name in its path. */
export function createCommands(issuer: Issuer, scripted: ScriptedEndpoint): Readonly<Record<string, Command>> {
  const { clientId, clientSecret } = issuer.clients.service
  const facts: WorldFacts = { issuer: issuer.issuer, clientId, clientSecret, audiences }
  const commands: { readonly [Name in keyof Commands]: (parameters: Parameters<Commands[Name]>[0]) => unknown } = {
    token: ({ algorithm }) => issueToken(issuer, audiences[algorithm]),
    rotateKeys: (options) => issuer.rotateKeys(options),
    fail: ({ mode, endpoint }) => issuer.fail(mode, { endpoint }),
    // A browser asks first whether it may.
    countRequests: (wanted) =>
      issuer.requests.filter(({ endpoint, method }) => endpoint === wanted.endpoint && method !== 'OPTIONS').length,
    setDPoPNonce: ({ mode }) => issuer.setDPoPNonce(mode),
    script: ({ answers }) => scripted.script(answers),
    countScripted: () => scripted.count,
  }
  return { ...commands, facts: () => facts }
}
