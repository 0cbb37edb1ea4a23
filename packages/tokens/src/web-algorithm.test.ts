import { expect, it } from 'vitest'
import { algorithms } from './algorithms.ts'
import { toWebAlgorithm } from './web-algorithm.ts'

it.each([
  ['RS256', { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }],
  ['PS384', { name: 'RSA-PSS', hash: 'SHA-384', saltLength: 48 }],
  ['ES512', { name: 'ECDSA', hash: 'SHA-512', namedCurve: 'P-521' }],
  ['EdDSA', { name: 'Ed25519' }],
])('%s is called by its WebCrypto name', (name, expected) => {
  expect(toWebAlgorithm(algorithms.get(name) as never)).toMatchObject(expected)
})
