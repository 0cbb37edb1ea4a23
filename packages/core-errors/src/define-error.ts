import { AuthPlatformError, type AuthPlatformErrorOptions } from './auth-platform-error.ts'
import { brand } from './brand.ts'
import { splitWords } from './split-words.ts'
import type { ErrorCode } from './error-code.ts'

/** How an error class is used: `new TokenExpiredError(message?, options?)`, `instanceof`, `extends`. */
export interface ErrorClass<Instance, Fields = object> {
  new (message?: string, options?: AuthPlatformErrorOptions & { readonly [Field in keyof Fields]?: Fields[Field] | undefined }): Instance
  readonly prototype: Instance
}

/** Makes the class of one row in the table of errors: a code, an HTTP status, and fields beyond every error's with their defaults. */
export function defineError<Instance extends AuthPlatformError, Fields extends object>(
  name: string,
  code: ErrorCode,
  httpStatus: number,
  fields?: NoInfer<Fields>,
): ErrorClass<Instance, Fields> {
  const { [name]: Defined } = {
    [name]: class extends AuthPlatformError {
      constructor(message?: unknown, given?: unknown) {
        // An error never fails to be made, whatever it is told.
        const options = Object(given) as Readonly<Record<string, unknown>>
        super(typeof message === 'string' ? message : splitWords(name, ' ').toLowerCase(), options)
        // A refresh that may yet succeed is an outage, not a refusal.
        Object.assign(this, { code, httpStatus: options['transient'] ? 503 : httpStatus })
        for (const field in fields) Object.assign(this, { [field]: options[field] ?? fields[field as keyof Fields] })
      }
    },
  }
  Object.assign(Object(Defined).prototype, { name, [brand]: name })
  return Defined as unknown as ErrorClass<Instance, Fields> // what the row says, which types cannot follow
}
