import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common'
import { AuthException } from './auth-exception.ts'
import { findSession } from './sockets/socket-session.ts'
import { refuseRpc } from './transports/refuse-rpc.ts'
import { type HeaderTarget, setHeaders } from './transports/response-headers.ts'

interface HttpAnswer extends HeaderTarget {
  status(code: number): { send(body: unknown): unknown }
}

/** How a refusal is told, by what Nest calls the transport. */
const answers: Readonly<Record<string, (refusal: AuthException, host: ArgumentsHost) => unknown>> = {
  http({ challenge: { status, headers, body } }, host) {
    const response = host.switchToHttp().getResponse<HttpAnswer>()
    setHeaders(response, headers)
    response.status(status).send(body)
  },
  // A resolver that answers an error has failed with it; its extensions go out with it.
  graphql: (refusal) => refusal,
  ws: ({ challenge }, host) => findSession(host.switchToWs().getClient<object>())?.tell(challenge),
  rpc: ({ challenge }, host) => refuseRpc(challenge, host.getArgs<unknown[]>()),
}

/** Answers refusals: status, challenge and body over HTTP, and the same facts in the words of every other transport. */
export class AuthExceptionFilter implements ExceptionFilter<AuthException> {
  catch(exception: AuthException, host: ArgumentsHost): unknown {
    return answers[host.getType<string>()]?.(exception, host)
  }
}
Catch(AuthException)(AuthExceptionFilter)
