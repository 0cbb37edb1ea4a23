import { createParamDecorator } from '@nestjs/common'
import { readAuth } from '../transports/read-auth.ts'

/** The token itself, for calls on behalf of whoever calls; `undefined` where nobody had to sign in and nobody did. */
export const AccessToken: () => ParameterDecorator = /* @__PURE__ */ createParamDecorator((_, context) => readAuth(context)?.token)
