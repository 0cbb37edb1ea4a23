import { X509Certificate } from 'node:crypto'
import { expect, it } from 'vitest'
import { CertificateAuthority, createSelfSigned } from './certificate-authority.ts'

it('vouches for what it issues on loopback, and for nothing else', async () => {
  const authority = await CertificateAuthority.create()
  const { publicKey } = new X509Certificate(authority.certificate)
  const issued = new X509Certificate((await authority.issue('shop')).cert)
  expect([issued.subject, issued.checkIP('127.0.0.1'), issued.verify(publicKey)]).toEqual(['CN=shop', '127.0.0.1', true])
  const own = new X509Certificate((await createSelfSigned('shop')).cert)
  expect([own.subject, own.verify(publicKey), own.verify(own.publicKey)]).toEqual(['CN=shop', false, true])
})

it('issues another certificate each time, also of the same name', async () => {
  const authority = await CertificateAuthority.create()
  const [one, other] = await Promise.all([authority.issue('shop'), authority.issue('shop')])
  expect(one.cert).not.toBe(other.cert)
})
