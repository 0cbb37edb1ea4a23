const privateV4 = [
  /^0\./,
  /^10\./,
  /^127\./,
  /^169\.254\./,
  /^172\.(1[6-9]|2\d|3[01])\./,
  /^192\.168\./,
  /^192\.0\.[02]\./,
  /^198\.(1[89]|51)\./,
  /^203\.0\.113\./,
  /^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./,
  /^(22[4-9]|2[3-5]\d)\./,
]
const localNames = /(^|\.)(localhost|local|localdomain|internal|intranet|lan|home\.arpa|test|invalid)$/

/**
 * Whether a URL's host may be an address on the public internet: no private, loopback, link-local or reserved address,
 * and no local name. What a public name resolves to is not looked up: the transport has to judge that.
 */
export function isPublicHost({ hostname }: URL): boolean {
  const host = hostname.toLowerCase().replace(/\.$/, '')
  if (host.startsWith('[')) return isPublicV6(host)
  if (/^[\d.]+$/.test(host)) return !privateV4.some((range) => range.test(host))
  return host.includes('.') && !localNames.test(host)
}

/** Global unicast (2000::/3) only, without the ranges that carry a v4 address or are for documentation. */
function isPublicV6(host: string): boolean {
  return /^\[[23]/.test(host) && !/^\[(2001:0?:|2001:db8:|2002:)/.test(host)
}
