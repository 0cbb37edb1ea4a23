import type { CallOptions } from '../http/call-options.ts'
import type { ClientContext } from '../http/client-context.ts'
import type { JwtBearerParameters } from '../token/grant-parameters.ts'
import { sendTokenRequest } from '../token/send-token-request.ts'
import type { TokenResponse } from '../token/token-response.ts'

/** A JWT as a grant (RFC 7523 §2.1). */
export function jwtBearer(context: ClientContext, parameters: JwtBearerParameters, options?: CallOptions): Promise<TokenResponse> {
  const body = context.operations.buildJwtBearerRequest(parameters)
  return sendTokenRequest(context, { body }, context.begin(options))
}
