import type { AuthContext, AuthRequest, AuthResult, Challenge, ResourceServer } from '@auth/tokens/resource-server'
import type { ExecutionContext } from '@nestjs/common'
import type { Connection } from '../sockets/connection.ts'

/** One call on its way through the guard, in the words of its transport. */
export interface Exchange {
  /** What the resource server is asked about; with the context of an earlier guard, or of the connection. */
  readonly request: AuthRequest
  /** What several calls at once have in common, so that one proof is used once for them all; none where calls come alone. */
  readonly shared?: object | undefined
  /** The server that judged the connection; a route of another configuration is denied there. */
  readonly server?: ResourceServer | undefined
  /** The connection that this call began, and that must end with its token; none where it ends with the call. */
  readonly connection?: Omit<Connection, 'key'> | undefined
  /** Keeps who calls, for the handler and for calls that come after, and hands on what the response must carry; twice is once. */
  readonly accept: (result: AuthResult) => void
  /** Goes on as if nobody had sent credentials; false where the connection is somebody's already. */
  readonly forget: () => boolean
  /** Writes of a refusal what must be there whatever a filter does with the exception. */
  readonly refuse: (challenge: Challenge) => void
}

/** How calls of one kind come in. It translates and decides nothing. */
export interface Transport {
  /** The call, for this server to judge; undefined when it cannot be told who makes it, so that it is denied. */
  readonly open: (context: ExecutionContext, server: ResourceServer) => Exchange | undefined
  /** Who calls, as the guard kept it. */
  readonly readAuth: (context: ExecutionContext) => AuthContext | undefined
}
