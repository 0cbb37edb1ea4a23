import { createHash, randomBytes } from 'node:crypto'
import { InvalidConfigError, TokenInvalidError } from '@auth/core-errors'
import { expect, it } from 'vitest'
import { checkCertificate } from './check-certificate.ts'

const der = new Uint8Array(randomBytes(600))
const lines = Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n')
const pem = `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`
const other = `-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n`
const thumbprint = createHash('sha256').update(der).digest('base64url')

it.each([
  ['DER', der],
  ['PEM', pem],
  ['PEM with its chain', pem + other],
])('the certificate that the token is bound to passes, in %s', async (_, certificate) => {
  await checkCertificate(thumbprint, certificate)
})

it.each([
  ['another one', new Uint8Array(der).fill(0, 0, 1)],
  ['another one before it', other + pem],
  ['none', undefined],
  ['null', null],
  ['no bytes', new Uint8Array()],
  ['an empty header', ''],
])('refuses %s', async (_, certificate) => {
  await expect(checkCertificate(thumbprint, certificate)).rejects.toThrow(TokenInvalidError)
  await expect(checkCertificate(thumbprint, certificate)).rejects.toMatchObject({ details: { check: 'certificate' } })
})

it.each([[7], ['not a certificate'], [{}]])('%j is no certificate: a mistake of ours, not the client\u2019s', async (certificate) => {
  await expect(checkCertificate(thumbprint, certificate as never)).rejects.toThrow(InvalidConfigError)
})
