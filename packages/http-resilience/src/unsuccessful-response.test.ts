import { expect, it } from 'vitest'
import { UnsuccessfulResponse } from './unsuccessful-response.ts'

it('keeps the answer and tells its status', () => {
  const response = new Response(null, { status: 503 })
  expect(new UnsuccessfulResponse(response)).toMatchObject({ response, message: 'the server answered 503' })
})
