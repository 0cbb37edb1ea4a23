import type { AuthContext } from '@auth/tokens/resource-server'
import { type NodeRequest, toAuthRequest } from './node-request.ts'
import { type HeaderTarget, setHeaders } from './response-headers.ts'
import type { Transport } from './transport.ts'

/** HTTP, on Express and on Fastify: who calls is `request.auth`. */
export const httpTransport: Transport = {
  open(context) {
    const request = context.switchToHttp().getRequest<NodeRequest>()
    const response = context.switchToHttp().getResponse<HeaderTarget>()
    return {
      request: toAuthRequest(request),
      accept({ auth, headers }) {
        request.auth = auth
        setHeaders(response, headers)
      },
      forget() {
        request.auth = undefined
        return true
      },
      refuse: ({ headers }) => setHeaders(response, headers),
    }
  },
  readAuth: (context) => context.switchToHttp().getRequest<NodeRequest>().auth as AuthContext | undefined,
}
