import { expect, it } from 'vitest'
import { answer } from '../../../test/doctor/create-facts.ts'
import { describeFault } from './describe-outcome.ts'

it('finds no fault with a JSON object that came with 200, and with nothing else', () => {
  expect(describeFault('https://id.example', answer({}))).toBeUndefined()
  for (const value of [null, [], 'text', 7, undefined]) expect(describeFault('https://id.example', answer(value))?.name).toBe('not_json')
  expect(describeFault('https://id.example', answer({}, {}, 204))?.name).toBe('status')
})
