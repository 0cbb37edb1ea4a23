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

/** Any Standard Schema, version 1 (zod, valibot, arktype, …), of which only the output matters here. */
export interface ClaimsSchema<Output> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => ClaimsSchemaResult<Output> | Promise<ClaimsSchemaResult<Output>>
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined
  }
}

/** The schema's output for the claims. The error tells where the issues are, and nothing of the claims' values. */
export function applyClaimsSchema<Output>(schema: ClaimsSchema<Output>, claims: TokenClaims): Eventual<Output> {
  return chain(adopt(schema['~standard'].validate(claims)), (result) => {
    if (result.issues === undefined) return result.value
    const paths = result.issues.map(({ path = [] }) =>
      path.map((segment) => String(typeof segment === 'object' ? segment.key : segment)).join('.'),
    )
    throw invalidToken('claims_schema', `token claims do not fit the schema: ${paths.join(', ')}`, { paths })
  })
}
