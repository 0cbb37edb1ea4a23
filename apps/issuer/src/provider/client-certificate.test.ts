import { expect, it } from 'vitest'
import { demoCertificate } from '../demo/demo-certificate.ts'
import { parseClientCertificate } from './client-certificate.ts'

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
