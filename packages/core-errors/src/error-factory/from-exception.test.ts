import { describe, expect, it } from 'vitest'
import { ConnectionError, NetworkError, TimeoutError, TokenInvalidError } from '../index.ts'
import { fromException } from './from-exception.ts'

function fetchFailed(cause: object): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error('cause'), cause) })
}

describe('fromException', () => {
  it.each([
    ['an unknown host', fetchFailed({ code: 'ENOTFOUND', syscall: 'getaddrinfo' })],
    ['a resolver that does not answer', fetchFailed({ code: 'EAI_AGAIN' })],
    ['a refused connection', fetchFailed({ code: 'ECONNREFUSED', syscall: 'connect' })],
    ['a refused connection, in Bun', Object.assign(new Error('x'), { code: 'ConnectionRefused' })],
    ['a connection that is not made in time', fetchFailed({ code: 'UND_ERR_CONNECT_TIMEOUT' })],
    ['a connection that the system gives up', fetchFailed({ code: 'ETIMEDOUT', syscall: 'connect' })],
    ['a certificate that is not trusted', fetchFailed({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })],
    [
      'every address of a host refused',
      new TypeError('fetch failed', { cause: new AggregateError([Object.assign(new Error('x'), { code: 'ECONNREFUSED' })]) }),
    ],
  ])('%s was never sent: ConnectionError', (_, exception) => {
    const error = fromException(exception, { correlationId: 'c' })
    expect(error).toBeInstanceOf(ConnectionError)
    expect(error).toMatchObject({ correlationId: 'c', cause: exception })
  })

  it.each([
    ['an aborted deadline', AbortSignal.abort(new DOMException('too late', 'TimeoutError')).reason],
    ['an answer that does not begin', fetchFailed({ code: 'UND_ERR_HEADERS_TIMEOUT' })],
    ['a body that stops', fetchFailed({ code: 'UND_ERR_BODY_TIMEOUT' })],
    ['a write that is not acknowledged', fetchFailed({ code: 'ETIMEDOUT', syscall: 'write' })],
  ])('%s: TimeoutError with the deadline', (_, exception) => {
    const error = fromException(exception, { timeoutSeconds: 3 })
    expect(error).toBeInstanceOf(TimeoutError)
    expect(error).toMatchObject({ timeoutSeconds: 3 })
  })

  it.each([
    ['a reset', fetchFailed({ code: 'ECONNRESET' })],
    ['a socket that closes', fetchFailed({ code: 'UND_ERR_SOCKET' })],
    ['a plain TypeError', new TypeError('Failed to fetch')],
    ['an abort', new DOMException('no', 'AbortError')],
    ['no Error at all', 'nope'],
    ['nothing', undefined],
  ])('%s may have been sent: NetworkError', (_, exception) => {
    const error = fromException(exception)
    expect(error).toBeInstanceOf(NetworkError)
    expect(error).not.toHaveProperty('timeoutSeconds')
  })

  it('gives an error of this family back as it is', () => {
    const error = new TokenInvalidError('no')
    expect(fromException(error)).toBe(error)
  })

  it('ends on a circle of causes', () => {
    const circle = new Error('circle')
    circle.cause = circle
    expect(fromException(circle)).toBeInstanceOf(NetworkError)
  })
})
