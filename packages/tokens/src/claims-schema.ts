import { checkOption } from '@auth/core-errors/options'
import type { TokenClaims } from './token-claims.ts'
import { adopt, chain, type Eventual } from './chain.ts'
import { invalidToken } from './invalid-token.ts'

/** What a {@link ClaimsSchema} answers. */
export type ClaimsSchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | {
      readonly issues: ReadonlyArray<{
        readonly message: string
        readonly path?: ReadonlyArray<PropertyKey | { readonly key: PropertyKey }> | undefined
      }>
    }

type Issues = NonNullable<ClaimsSchemaResult<unknown>['issues']>

/** Any Standard Schema, version 1 (zod, valibot, arktype, …), of which only the output matters here. */
export interface ClaimsSchema<Output> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => ClaimsSchemaResult<Output> | Promise<ClaimsSchemaResult<Output>>
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined
  }
}

/**
 * The schema's output for the claims. The error tells where the issues are, and nothing of the claims' values.
 * @throws {TokenInvalidError} AUTH_1002, check `claims_schema`; {InvalidConfigError} VAL_2002 for a schema that gives no answer
 */
export function applyClaimsSchema<Output>(schema: ClaimsSchema<Output>, claims: TokenClaims): Eventual<Output> {
  return chain(adopt(schema['~standard'].validate(claims)), (answer) => {
    const result = Object(answer) as { readonly value: Output; readonly issues?: Issues }
    // Only what the specification calls an answer counts: neither `false` nor an empty object lets claims pass.
    if (result.issues === undefined && 'value' in result) return result.value
    const issues = checkOption(Array.isArray(result.issues), result.issues, 'claimsSchema', 'a Standard Schema') as Issues
    const paths = issues.map(({ path = [] }) =>
      path.map((segment) => String(typeof segment === 'object' ? segment.key : segment)).join('.'),
    )
    throw invalidToken('claims_schema', `token claims do not fit the schema: ${paths.join(', ')}`, { paths })
  })
}
