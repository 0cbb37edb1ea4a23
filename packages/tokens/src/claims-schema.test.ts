import { runInNewContext } from 'node:vm'
import type { StandardSchemaV1 } from '@standard-schema/spec'
import { expect, expectTypeOf, it } from 'vitest'
import { z } from 'zod'
import { applyClaimsSchema, type ClaimsSchema } from './claims-schema.ts'

const claims = { iss: 'i', exp: 1, tenant: 'acme', secret: 'hunter2' }

it('answers the output of any Standard Schema, at once when the schema does', () => {
  const output = applyClaimsSchema(z.object({ tenant: z.string().transform((name) => name.toUpperCase()) }), claims)
  expectTypeOf(output).toEqualTypeOf<{ tenant: string } | Promise<{ tenant: string }>>()
  expect(output).toEqual({ tenant: 'ACME' })
})

it('takes what the specification calls a Standard Schema', () => {
  expectTypeOf<StandardSchemaV1<unknown, { tenant: string }>>().toExtend<ClaimsSchema<{ tenant: string }>>()
})

it('waits for a schema that is asynchronous', async () => {
  const schema = z.object({ tenant: z.string().refine(async (name) => name === 'acme') })
  expect(await applyClaimsSchema(schema, claims)).toEqual({ tenant: 'acme' })
})

it('waits for a promise of another realm: what it says is not passed over', async () => {
  const answer: unknown = runInNewContext('Promise.resolve(refused)', { refused: { issues: [{ message: 'no' }] } })
  expect(answer).not.toBeInstanceOf(Promise)
  const schema = { '~standard': { version: 1, vendor: 'test', validate: () => answer } } as ClaimsSchema<unknown>
  await expect(async () => applyClaimsSchema(schema, claims)).rejects.toMatchObject({ details: { check: 'claims_schema' } })
})

it('tells where claims do not fit, and nothing of what they say', () => {
  const schema = z.object({ secret: z.literal('other'), nested: z.object({ list: z.array(z.string()) }) })
  const error = expect.objectContaining({
    code: 'AUTH_1002',
    details: { check: 'claims_schema', paths: ['secret', 'nested.list.0'] },
    message: expect.not.stringContaining('hunter2') as string,
  })
  expect(() => applyClaimsSchema(schema, { ...claims, nested: { list: [1] } })).toThrow(error)
})

it('reads a path in both of its forms', () => {
  const schema: ClaimsSchema<unknown> = {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: () => ({ issues: [{ message: 'no', path: ['a', { key: 'b' }] }, { message: 'no' }] }),
    },
  }
  expect(() => applyClaimsSchema(schema, claims)).toThrow(
    expect.objectContaining({ details: { check: 'claims_schema', paths: ['a.b', ''] } }),
  )
})

it.each([
  [false],
  [true],
  [undefined],
  [null],
  [''],
  ['no'],
  [0],
  [{}],
  [[]],
  [{ success: false }],
  [{ issues: null }],
  [{ issues: 'no', value: 1 }],
])('lets nothing pass when the schema answers %j, which is no answer', (answer) => {
  const schema = { '~standard': { version: 1, vendor: 'test', validate: () => answer } } as unknown as ClaimsSchema<unknown>
  expect(() => applyClaimsSchema(schema, claims)).toThrow(
    expect.objectContaining({ code: 'VAL_2002', details: { option: 'claimsSchema' } }),
  )
})

it('an output that is undefined is one', () => {
  const schema: ClaimsSchema<unknown> = { '~standard': { version: 1, vendor: 'test', validate: () => ({ value: undefined }) } }
  expect(applyClaimsSchema(schema, claims)).toBeUndefined()
})
