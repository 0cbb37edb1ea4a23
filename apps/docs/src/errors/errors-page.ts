import * as errors from '@auth/core-errors'
import { ErrorCode, type AuthPlatformError } from '@auth/core-errors'
import { explanations } from './explanations.ts'

type AnyErrorClass = new (message?: string, options?: object) => AuthPlatformError

/** The page that `error.docs` leads to: every code of the table under an anchor of its own. */
export function toErrorsPage(): string {
  const names = Object.keys(ErrorCode) as (keyof typeof ErrorCode)[]
  const index = names.map((name) => `| [${ErrorCode[name]}](#${ErrorCode[name]}) | ${name} | ${explanations[ErrorCode[name]].cause[0]} |\n`)
  return `# Errors

Every error has a \`code\`, and \`error.docs\` leads to it on this page. What all errors have in common, and how to catch them, is
told in [@auth/core-errors](/packages/core-errors).

| Code | Name | What happened |
|---|---|---|
${index.join('')}
${names.map((name) => toSection(name)).join('\n')}`
}

function toSection(name: keyof typeof ErrorCode): string {
  const code = ErrorCode[name]
  const { cause, remedy } = explanations[code]
  const error = makeError(code)
  const own = ownFields(error)
  return `## ${code} ${name} {#${code}}

\`${error.name}\` · answered with ${error.httpStatus} · ${error.retryable ? 'may succeed later, unchanged' : 'fails again until something changes'}${
    own.length > 0 ? ` · has ${own.map((field) => `\`${field}\``).join(', ')}` : ''
  }

**Cause.** ${cause.join(' ')}

**Remedy.** ${remedy}
`
}

/** An error that carries the code, made by the one class that does. */
export function makeError(code: ErrorCode): AuthPlatformError {
  for (const exported of Object.values(errors)) {
    if (typeof exported !== 'function' || exported === errors.AuthPlatformError || !(exported.prototype instanceof Error)) continue
    const error = new (exported as unknown as AnyErrorClass)('', { code }) // each class of the table can be made so
    if (error.code === code) return error
  }
  throw new Error(`no class of @auth/core-errors carries ${code}`)
}

const common = new Set(['name', 'code', 'message', 'stack', 'cause', 'httpStatus', 'correlationId', 'statusCode', 'details'])

function ownFields(error: AuthPlatformError): string[] {
  return Object.getOwnPropertyNames(error).filter((field) => !common.has(field))
}
