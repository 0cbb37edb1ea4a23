import { describe, expect, it } from 'vitest'
import { mergeHeaders, readMessageCredentials } from './message-credentials.ts'

describe('credentials in a message', () => {
  it.each<[unknown, object]>([
    [{ token: 'x' }, { authorization: ['Bearer x'] }],
    [
      { authorization: 'DPoP x', dpop: 'y' },
      { authorization: ['DPoP x'], dpop: ['y'] },
    ],
    [{ Authorization: 'Bearer x' }, { authorization: ['Bearer x'] }],
    [{ authorization: new TextEncoder().encode('Bearer x') }, { authorization: ['Bearer x'] }],
    [{ authorization: ['Bearer x', 'Bearer y'] }, { authorization: ['Bearer x', 'Bearer y'] }],
    [{ 'x-correlation-id': 'order-7', cookie: 'a=b', host: 'evil' }, { 'x-correlation-id': ['order-7'] }],
  ])('%j', (message, headers) => {
    expect(readMessageCredentials(message)).toEqual(headers)
  })

  it('that came twice are there twice, so that they are refused', () => {
    expect(readMessageCredentials({ token: 'x', authorization: 'Bearer y' })['authorization']).toHaveLength(2)
    expect(mergeHeaders({ authorization: ['Bearer x'] }, { authorization: 'Bearer y' })).toEqual({
      authorization: ['Bearer x', 'Bearer y'],
    })
  })

  it.each([[undefined], [null], ['Bearer x'], [7], [[]], [{ token: 7 }], [{ authorization: { x: 1 } }]])(
    'there are none in %j',
    (message) => {
      expect(Object.values(readMessageCredentials(message)).flat()).toEqual([])
    },
  )
})
