import { ValidationError } from '@auth/core-errors'
import { readBounded } from '@auth/http-resilience'

const maxBytes = 65_536

/** The text of a request's body. @throws {ValidationError} VAL_2001 for one that is too long or cannot be read */
export async function readBody(request: Request): Promise<string> {
  try {
    return new TextDecoder().decode(await readBounded(new Response(request.body), maxBytes))
  } catch (cause) {
    throw new ValidationError('the body of the request cannot be read', { cause, details: { maxBytes } })
  }
}

/** The form that a request posts; empty for a body of another kind. @throws as {@link readBody} */
export async function readForm(request: Request): Promise<URLSearchParams> {
  const isForm = /^application\/x-www-form-urlencoded\s*(;|$)/i.test(request.headers.get('content-type') ?? '')
  return new URLSearchParams(isForm ? await readBody(request) : '')
}
