import { createParamDecorator } from '@nestjs/common'
import { readAuth } from '../transports/read-auth.ts'

/** The claims of whoever calls, or the one claim that is named; `undefined` where nobody had to sign in and nobody did. */
export const CurrentUser: (claim?: string) => ParameterDecorator = /* @__PURE__ */ createParamDecorator<string | undefined>(
  (claim, context) => {
    const claims = readAuth(context)?.claims
    return claim === undefined || claims === undefined ? claims : Object.hasOwn(claims, claim) ? claims[claim] : undefined
  },
)
