import { AuthPlatformError, isAuthPlatformError, KeysUnavailableError, TokenExpiredError, TokenInvalidError } from '@auth/core-errors'
import * as copy from 'core-errors-copy'
import type { Check } from '../check.ts'
import { expectEqual } from '../expect.ts'

const knowsCopies: Check = {
  name: 'errors: known across two copies of the package, by instanceof and by brand',
  async run() {
    expectEqual(copy.TokenExpiredError === TokenExpiredError, false, 'one copy only')
    const theirs = new copy.TokenExpiredError('expired', { correlationId: 'c-1' })
    expectEqual(theirs instanceof TokenExpiredError, true, 'instanceof its class')
    expectEqual(theirs instanceof AuthPlatformError, true, 'instanceof the base class')
    expectEqual(theirs instanceof TokenInvalidError, false, 'instanceof another class')
    expectEqual(isAuthPlatformError(theirs), true, 'isAuthPlatformError')
    expectEqual(new KeysUnavailableError() instanceof copy.KeysUnavailableError, true, 'the other way round')
    expectEqual(new TypeError('no') instanceof AuthPlatformError, false, 'instanceof for a stranger')
    expectEqual(theirs.toJSON(), new TokenExpiredError('expired', { correlationId: 'c-1' }).toJSON(), 'the JSON of both')
  },
}

export const errorChecks: readonly Check[] = [knowsCopies]
