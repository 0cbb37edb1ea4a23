import 'reflect-metadata' // which @peculiar/x509 needs, and does not bring
import { BasicConstraintsExtension, PemConverter, SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509'
import type { X509Certificate } from '@peculiar/x509'

/** A private key and its certificate, in PEM, as Node's TLS takes them. */
export interface TlsIdentity {
  readonly key: string
  readonly cert: string
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

function createKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
}

async function toIdentity({ privateKey }: CryptoKeyPair, certificate: X509Certificate): Promise<TlsIdentity> {
  return {
    key: PemConverter.encode(await crypto.subtle.exportKey('pkcs8', privateKey), 'PRIVATE KEY'),
    cert: certificate.toString('pem'),
  }
}

/** A certificate that nobody but itself vouches for. */
export async function createSelfSigned(commonName: string): Promise<TlsIdentity> {
  const keys = await createKeys()
  return toIdentity(keys, await X509CertificateGenerator.createSelfSigned({ name: `CN=${commonName}`, keys, signingAlgorithm: algorithm }))
}

/** A certificate authority in memory, for tests: what it issues is good for a day on 127.0.0.1, and nowhere trusted by itself. */
export class CertificateAuthority {
  readonly #keys: CryptoKeyPair
  readonly #certificate: X509Certificate

  private constructor(keys: CryptoKeyPair, certificate: X509Certificate) {
    this.#keys = keys
    this.#certificate = certificate
  }

  static async create(): Promise<CertificateAuthority> {
    const keys = await createKeys()
    const extensions = [new BasicConstraintsExtension(true, 0, true)]
    const authority = { name: 'CN=test authority', keys, signingAlgorithm: algorithm, extensions }
    return new CertificateAuthority(keys, await X509CertificateGenerator.createSelfSigned(authority))
  }

  /** Its own certificate, in PEM. */
  get certificate(): string {
    return this.#certificate.toString('pem')
  }

  /** A certificate of this name with a new key. Two of one name are two certificates. */
  async issue(commonName: string): Promise<TlsIdentity> {
    const keys = await createKeys()
    const certificate = await X509CertificateGenerator.create({
      subject: `CN=${commonName}`,
      issuer: this.#certificate.subject,
      publicKey: keys.publicKey,
      signingKey: this.#keys.privateKey,
      signingAlgorithm: algorithm,
      extensions: [new SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }])],
    })
    return toIdentity(keys, certificate)
  }
}
