/**
 * The certificate of the demo client that authenticates with mutual TLS: base64 of DER, self-signed, CN=demo-service-tls. Its private
 * key was thrown away: the issuer has no TLS of its own and takes the certificate from the header of RFC 9440, as behind a proxy.
 */
export const demoCertificate: string = [
  'MIIBhzCCAS2gAwIBAgIUPoQWGDN53xxUKcIpjxnxHBbB2PwwCgYIKoZIzj0EAwIwGzEZMBcGA1UEAwwQZGVtby1zZXJ2aWNlLXRsczAgFw0yNjExMjMxMzIx',
  'MTVaGA8yMTI2MTAzMDEzMjExNVowGzEZMBcGA1UEAwwQZGVtby1zZXJ2aWNlLXRsczBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABK8COrXS6gC/rhkpgv+O',
  'JRvUXzMxfPh+0+xhsM8AqpDn8+hRyiI5Y8OQHd8nrMNN8e3veAyFg2iZ//N7u0edej6jTTBLMB0GA1UdDgQWBBQEEHKoLB5MEOPdWGMQh52mUmLBXzAfBgNV',
  'HSMEGDAWgBQEEHKoLB5MEOPdWGMQh52mUmLBXzAJBgNVHRMEAjAAMAoGCCqGSM49BAMCA0gAMEUCIG+e/y3uYFdzuddVgmg9bMM4E+pACC0W5hZDYtOLOgR7',
  'AiEAxPArfhEr7OU4swIIdCTBftxDu/MNz9iwIJL7y7NxLro=',
].join('')

/** The header that carries a client certificate (RFC 9440). */
export const clientCertificateHeader = 'client-cert'
