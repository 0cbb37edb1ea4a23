import { checkObject } from '@auth/core-errors/options'
import type { Challenge } from '@auth/tokens/resource-server'
import { HttpException } from '@nestjs/common'

/**
 * A refusal. Its status and body are those of the challenge, `cause` is the typed error behind it. A filter of yours may
 * answer it in another way; over HTTP the headers of the challenge are on the response by then.
 */
export class AuthException extends HttpException {
  readonly challenge: Challenge
  /** What GraphQL tells beside the message. */
  readonly extensions: Readonly<Record<string, unknown>>

  /** @throws {InvalidConfigError} VAL_2002, for what is no challenge */
  constructor(challenge: Challenge, cause: unknown) {
    super({ ...checkObject(checkObject(challenge, 'challenge').body, 'challenge.body') }, challenge.status, { cause })
    this.challenge = challenge
    this.message = challenge.body.error_description
    this.extensions = { ...challenge.body, status: challenge.status, headers: challenge.headers }
  }
}
