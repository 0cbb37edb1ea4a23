import type { Door } from './door.ts'
import { judgeAnswer, type Verdict } from './judge-answer.ts'
import { sendRequest } from './send-request.ts'

/** What one request to a door showed. */
export interface Finding {
  readonly door: Door
  /** How it was asked, such as `GET` or `GET by the router`. */
  readonly asked: string
  readonly verdict: Verdict
}

interface Question {
  readonly asked: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly query?: string
}

const navigation = { accept: 'text/html', 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'same-origin' }
const script = { accept: '*/*', 'sec-fetch-dest': 'empty', 'sec-fetch-mode': 'cors', 'sec-fetch-site': 'same-origin' }

/** A page is asked as a browser asks for it, and as Next's router does: a proxy that only redirects people sees the first alone. */
const ofPage: readonly Question[] = [
  { asked: 'GET', method: 'GET', headers: navigation },
  { asked: 'GET by the router', method: 'GET', headers: { ...script, rsc: '1' }, query: '?_rsc=check' },
]

const ofHandler: readonly Question[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map((method) =>
  method === 'GET'
    ? { asked: method, method, headers: script }
    : { asked: method, method, headers: { ...script, 'content-type': 'application/json' }, body: '{}' },
)

function ofAction(id: string): readonly Question[] {
  const headers = { ...script, accept: 'text/x-component', 'next-action': id, 'content-type': 'text/plain;charset=UTF-8' }
  return [{ asked: 'POST', method: 'POST', headers, body: '[]' }]
}

function toQuestions(door: Door): readonly Question[] {
  if (door.kind === 'action') return ofAction(door.id)
  return door.kind === 'page' ? ofPage : ofHandler
}

/** Where the application is, where it sends whoever has no session, and how long an answer may take. */
export interface Asking {
  readonly origin: string
  readonly signInPath: string
  readonly timeoutSeconds: number
}

/** Asks a door of the running application, in every way that it can be asked, without a session. */
export async function askDoor(door: Door, asking: Asking): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (const question of toQuestions(door)) {
    const verdict = await ask(question, new URL(door.path + (question.query ?? ''), asking.origin), asking)
    if (verdict.kind !== 'absent') findings.push({ door, asked: question.asked, verdict })
  }
  return findings
}

/** How often an answer is followed that only corrects how the same path is written. */
const maxCorrections = 3

async function ask(question: Question, url: URL, { origin, signInPath, timeoutSeconds }: Asking): Promise<Verdict> {
  const { method, body } = question
  const headers = method === 'GET' ? question.headers : { ...question.headers, origin }
  try {
    let answer = await sendRequest({ url, method, headers, body, timeoutSeconds })
    for (let corrections = 0; corrections < maxCorrections && isCorrection(answer.location, url); corrections += 1) {
      answer = await sendRequest({ url: new URL(answer.location ?? '', url), method, headers, body, timeoutSeconds })
    }
    return judgeAnswer(answer, signInPath)
  } catch {
    return { kind: 'unclear', how: `no answer within ${timeoutSeconds} s` }
  }
}

/** Whether a redirect leads to the same path, but for a slash at its end or the query: Next's router marks its requests there. */
function isCorrection(location: string | undefined, url: URL): boolean {
  if (location === undefined) return false
  const target = new URL(location, url)
  const withoutSlash = ({ pathname }: URL): string => pathname.replace(/(.)\/$/, '$1')
  return target.origin === url.origin && withoutSlash(target) === withoutSlash(url)
}
