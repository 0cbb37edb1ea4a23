import type { AuthContext } from '@auth/tokens/resource-server'
import type { ExecutionContext } from '@nestjs/common'
import { selectAccepted } from './accepted-contexts.ts'
import { transports } from './transports.ts'

/** Who makes a call, over whatever transport; undefined when nobody signed in. */
export function readAuth(context: ExecutionContext): AuthContext | undefined {
  return selectAccepted(transports.get(context.getType())?.readAuth(context))
}
