import { expect, it, vi } from 'vitest'
import { setHeaders } from './response-headers.ts'

const headers = { 'www-authenticate': 'Bearer', 'cache-control': 'no-store' }

it.each(['header', 'setHeader'])('sets every header by %s', (name) => {
  const set = vi.fn<(name: string, value: string) => void>()
  setHeaders({ [name]: set }, headers)
  expect(set.mock.calls).toEqual(Object.entries(headers))
})

it.each([{ headersSent: true }, { sent: true }])('leaves alone what is on its way: %j', (state) => {
  const set = vi.fn<(name: string, value: string) => void>()
  setHeaders({ ...state, setHeader: set }, headers)
  expect(set).not.toHaveBeenCalled()
})

it('does nothing without a response', () => {
  expect(() => setHeaders(undefined, headers)).not.toThrow()
  expect(() => setHeaders({}, headers)).not.toThrow()
})
