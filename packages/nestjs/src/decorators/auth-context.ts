import { createParamDecorator } from '@nestjs/common'
import { readAuth } from '../transports/read-auth.ts'

/** Who calls: `{token, claims, scheme, scopes, issuer}`; `undefined` where nobody had to sign in and nobody did. */
export const AuthContext: () => ParameterDecorator = /* @__PURE__ */ createParamDecorator((_, context) => readAuth(context))
