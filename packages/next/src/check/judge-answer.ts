/** What an answer means for whoever has no session. */
export type Verdict =
  /** It sends them away, or says no. */
  | { readonly kind: 'refuses'; readonly how: string }
  /** There is nothing of this method here. */
  | { readonly kind: 'absent' }
  /** It answers. */
  | { readonly kind: 'answers'; readonly how: string }
  /** It failed, found nothing, or led elsewhere: whether it asks who calls cannot be seen. */
  | { readonly kind: 'unclear'; readonly how: string }

/** What an answer looks like, as far as it is judged. */
export interface Answer {
  readonly status: number
  readonly location: string | undefined
  /** Where a server action leads. */
  readonly actionRedirect: string | undefined
  readonly body: string
}

/** How Next.js writes into a stream that has begun that it ends elsewhere. */
const streamedRedirect = /NEXT_REDIRECT;(?:replace|push);([^;"\\]+);30\d/
const streamedRefusal = /NEXT_HTTP_ERROR_FALLBACK;(401|403)/

/**
 * Judges what somebody without a session was answered.
 * @param signInPath where a refusal leads, below the basePath if there is one: what leads elsewhere may have done its work before
 */
export function judgeAnswer({ status, location = '', actionRedirect, body }: Answer, signInPath: string): Verdict {
  const lead = (target: string, how: string): Verdict => {
    const path = toPath(target)
    const isSignIn = URL.parse(path, 'http://localhost')?.pathname.endsWith(signInPath) === true
    return isSignIn ? { kind: 'refuses', how: `${how} ${path}` } : { kind: 'unclear', how: `${how} ${path}, and not to ${signInPath}` }
  }
  if (actionRedirect !== undefined) return lead(actionRedirect.split(';')[0] ?? '', 'leads to')
  if (status >= 300 && status < 400 && status !== 304) return lead(location, `${status}, leads to`)
  if (status === 401 || status === 403) return { kind: 'refuses', how: String(status) }
  if (status === 405) return { kind: 'absent' }
  if (status === 404) return { kind: 'unclear', how: '404: it looked before it asked who calls, or the sample path matches nothing' }
  if (status >= 500) return { kind: 'unclear', how: `${status}: it failed before it asked who calls` }
  const [, target] = streamedRedirect.exec(body) ?? []
  if (target !== undefined) return lead(target, `${status}, the stream leads to`)
  const [, refusal] = streamedRefusal.exec(body) ?? []
  if (refusal !== undefined) return { kind: 'refuses', how: `${status}, the stream ends with ${refusal}` }
  return { kind: 'answers', how: String(status) }
}

/** A redirect's target without its query, which may be long. */
function toPath(location: string): string {
  return location.replace(/\?.*$/s, '')
}
