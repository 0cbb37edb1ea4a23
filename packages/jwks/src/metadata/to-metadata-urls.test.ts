import { expect, it } from 'vitest'
import { toMetadataUrls } from './to-metadata-urls.ts'

const suffix = '/.well-known/openid-configuration'
const infix = '/.well-known/oauth-authorization-server'

it.each([
  ['https://a.example', `https://a.example${suffix}`, `https://a.example${infix}`],
  ['https://a.example/', `https://a.example${suffix}`, `https://a.example${infix}`],
  ['https://a.example/tenant', `https://a.example/tenant${suffix}`, `https://a.example${infix}/tenant`],
  ['https://a.example/tenant/', `https://a.example/tenant${suffix}`, `https://a.example${infix}/tenant`],
  ['https://a.example/t/v2.0', `https://a.example/t/v2.0${suffix}`, `https://a.example${infix}/t/v2.0`],
  ['https://A.example:8443/T%20x', `https://A.example:8443/T%20x${suffix}`, `https://A.example:8443${infix}/T%20x`],
  ['http://127.0.0.1:3000', `http://127.0.0.1:3000${suffix}`, `http://127.0.0.1:3000${infix}`],
  ['https://a.example/$1/$&', `https://a.example/$1/$&${suffix}`, `https://a.example${infix}/$1/$&`],
])('RFC 8414 §3.1: for %s the suffix is appended (OpenID) or inserted (OAuth)', (issuer, oidc, oauth2) => {
  expect(toMetadataUrls(issuer)).toEqual([oidc, oauth2])
})
