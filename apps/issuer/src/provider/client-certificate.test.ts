import { expect, it } from 'vitest'
import { demoCertificate } from '../demo/demo-certificate.ts'
import { parseClientCertificate, toEndpointAliases } from './client-certificate.ts'

it('reads the certificate between the colons of RFC 9440', () => {
  expect(parseClientCertificate(`:${demoCertificate}:`)?.subject).toBe('CN=demo-service-tls')
})

it.each([
  ['', ''],
  ['without colons', demoCertificate],
  ['that is none', ':AAAA:'],
  ['that is no base64', ':<>:'],
])('finds no certificate in a header %s', (_case, header) => {
  expect(parseClientCertificate(header)).toBeUndefined()
})

it('names no address for certificates where there is none', () => {
  expect(toEndpointAliases(undefined)).toEqual({})
  expect(toEndpointAliases('https://127.0.0.1:1')).toMatchObject({ mtls_endpoint_aliases: { token_endpoint: 'https://127.0.0.1:1/token' } })
})
