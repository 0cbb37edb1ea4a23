import type { Door } from './door.ts'
import { judgeAnswer, type Verdict } from './judge-answer.ts'

/** What one request to a door showed. */
export interface Finding {
  readonly door: Door
  /** How it was asked, such as `GET` or `GET by the router`. */
  readonly asked: string
  readonly verdict: Verdict
}

interface Question {
  readonly asked: string
  readonly init: RequestInit
}

const navigation = { accept: 'text/html', 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'same-origin' }
const script = { accept: '*/*', 'sec-fetch-dest': 'empty', 'sec-fetch-mode': 'cors', 'sec-fetch-site': 'same-origin' }

/** A page is asked as a browser asks for it, and as Next's router does: a proxy that only redirects people sees the first alone. */
const ofPage: readonly Question[] = [
  { asked: 'GET', init: { headers: navigation } },
  { asked: 'GET by the router', init: { headers: { ...script, rsc: '1' } } },
]

const ofHandler: readonly Question[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map((method) => ({
  asked: method,
  init: method === 'GET' ? { headers: script } : { method, headers: { ...script, 'content-type': 'application/json' }, body: '{}' },
}))

function ofAction(id: string): readonly Question[] {
  const headers = { ...script, accept: 'text/x-component', 'next-action': id, 'content-type': 'text/plain;charset=UTF-8' }
  return [{ asked: 'POST', init: { method: 'POST', headers, body: '[]' } }]
}

function toQuestions(door: Door): readonly Question[] {
  if (door.kind === 'action') return ofAction(door.id)
  return door.kind === 'page' ? ofPage : ofHandler
}

/** Asks a door of the running application, in every way that it can be asked, without a session. */
export async function askDoor(origin: string, door: Door, timeoutSeconds: number): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (const { asked, init } of toQuestions(door)) {
    const url = new URL(door.path, origin)
    if (asked === 'GET by the router') url.searchParams.set('_rsc', 'check')
    const headers = { ...(init.headers as Record<string, string>), ...(init.method === undefined ? {} : { origin }) }
    const verdict = await ask(url, { ...init, headers }, timeoutSeconds)
    if (verdict.kind !== 'absent') findings.push({ door, asked, verdict })
  }
  return findings
}

async function ask(url: URL, init: RequestInit, timeoutSeconds: number): Promise<Verdict> {
  try {
    const response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(timeoutSeconds * 1000) })
    return judgeAnswer({ status: response.status, headers: response.headers, body: await response.text() })
  } catch {
    return { kind: 'unclear', how: `no answer within ${timeoutSeconds} s` }
  }
}
