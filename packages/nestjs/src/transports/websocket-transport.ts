import { findSession } from '../sockets/socket-session.ts'
import type { Transport } from './transport.ts'

/** Messages to WebSocket gateways: who sends them was settled when the socket connected, and is judged anew each time. */
export const websocketTransport: Transport = {
  open(execution) {
    const session = findSession(execution.switchToWs().getClient<object>())
    return (
      session && {
        request: { ...session.request, auth: session.auth, isContinued: true },
        server: session.server,
        accept: () => {},
        forget: () => session.auth === undefined,
        refuse: (challenge) => session.refuse(challenge),
      }
    )
  },
  readAuth: (execution) => findSession(execution.switchToWs().getClient<object>())?.auth,
}
