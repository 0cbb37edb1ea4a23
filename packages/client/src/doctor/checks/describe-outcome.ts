import type { DocumentOutcome } from '../facts.ts'
import { type Message, say } from '../finding.ts'

/** What went wrong with a document, and what to do; undefined for a JSON object that came with 200. */
export interface Fault {
  readonly name: string
  readonly message: Message
  readonly remedy: Message
}

const certificateCodes = /^(CERT_|DEPTH_ZERO_|SELF_SIGNED|UNABLE_TO_|ERR_TLS_CERT)/

/** Why a document cannot be used, if so. */
export function describeFault(url: string, outcome: DocumentOutcome): Fault | undefined {
  if (outcome.kind === 'answer') return describeAnswer(url, outcome)
  return describeFailure(url, outcome)
}

function describeFailure(url: string, outcome: Exclude<DocumentOutcome, { kind: 'answer' }>): Fault {
  if (outcome.kind === 'redirect')
    return {
      name: 'redirect',
      message: say`${url} answers with a redirect (${outcome.status}) to ${outcome.location ?? 'nowhere'}; it is not followed`,
      remedy: say`write the issuer as the provider does: it is likely the address that the redirect leads to, without "/.well-known/…"`,
    }
  if (outcome.kind === 'too_large')
    return {
      name: 'too_large',
      message: say`${url} answers with more than ${outcome.maxBytes} bytes`,
      remedy: say`check that this is the provider's address; a key set or metadata document is a few kilobytes`,
    }
  if (outcome.kind === 'timeout')
    return {
      name: 'timeout',
      message: say`${url} did not answer within ${outcome.timeoutSeconds} s`,
      remedy: say`check firewall and proxy on the way, and that the provider runs; --timeout waits longer`,
    }
  if (certificateCodes.test(outcome.code))
    return {
      name: 'certificate',
      message: say`${url} cannot be reached: its certificate is not trusted (${outcome.code})`,
      remedy: say`renew it, or let Node trust your own authority: NODE_EXTRA_CA_CERTS=/path/to/ca.pem`,
    }
  return {
    name: 'unreachable',
    message: say`${url} cannot be reached (${outcome.code})`,
    remedy: say`check the host name, the port, DNS, and that this machine may connect there`,
  }
}

function describeAnswer(url: string, { status, headers, value }: Extract<DocumentOutcome, { kind: 'answer' }>): Fault | undefined {
  if (status === 404) {
    return { name: 'not_found', message: say`${url} is not there (404)`, remedy: say`check the issuer's path, to the last slash` }
  }
  if (status !== 200) {
    return {
      name: 'status',
      message: say`${url} answers with ${status}`,
      remedy: say`${status >= 500 ? 'the provider fails: see its logs, and try again' : 'the document must be public: let it through without credentials'}`,
    }
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return undefined
  const type = headers.get('content-type') ?? 'none'
  return {
    name: 'not_json',
    message: say`${url} answers with something that is no JSON object (content type ${type})`,
    remedy: say`this is a web page or a proxy's answer, and not the provider's: check the address, and what stands before the provider`,
  }
}
