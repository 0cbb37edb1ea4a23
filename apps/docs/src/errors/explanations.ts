import type { ErrorCode } from '@auth/core-errors'

/** What is told of a code beside what its class says. */
export interface Explanation {
  /** Sentences; the first one says it all in short. */
  readonly cause: readonly [string, ...string[]]
  readonly remedy: string
}

/** One for every code: a code that has none does not compile. */
export const explanations: Readonly<Record<ErrorCode, Explanation>> = {
  AUTH_1001: {
    cause: [
      'The token was good once, but its `exp` has passed.',
      'Everything else about it held: signature, issuer and audience were checked first. Where it happens to fresh tokens, a clock is wrong: the issuer’s and yours may differ by `clockToleranceSeconds`, 10 unless you say otherwise.',
    ],
    remedy:
      'A caller gets a new token and tries again once; `client.fetch` of `@auth/client` does so by itself. A server has nothing to do: 401 is the answer.',
  },
  AUTH_1002: {
    cause: [
      'The token fails the check that `details.check` names.',
      'Most often it is `aud` (the token is for another API) or `iss` (the configured issuer is not letter for letter what the token says: a slash at the end, another tenant); `typ` and `kind` mean that an ID or refresh token was sent instead of an access token; `kid` that no published key signed it; `format` that it is no JWT at all, as opaque tokens are.',
    ],
    remedy:
      'Trust nothing in the token. When you are setting up, compare the two values in the message, and see the page of your provider under [Providers](/providers/). Opaque tokens need `introspection`.',
  },
  AUTH_1003: {
    cause: [
      'An access token could not be refreshed.',
      'With `transient: true` the provider could not be reached or failed itself; the session is still there. With `transient: false` it refused the refresh token: used, revoked, expired, or not this client’s.',
    ],
    remedy: 'Transient: try again later; nobody needs to sign in. Else let the user sign in again; the session is over already.',
  },
  AUTH_1004: {
    cause: [
      'The provider refused the client itself (`invalid_client`).',
      'The client id is unknown, the secret or key is not the registered one, or the method of authentication is not the one that the client is registered for.',
    ],
    remedy:
      'Compare `clientId`, `clientSecret` and `clientAuthentication` with the registration. Providers tell basic and post apart. With a key, its `kid` must be registered and the clock right.',
  },
  AUTH_1005: {
    cause: [
      'The request carries no credentials.',
      'There is no `Authorization` header, it is of another scheme than Bearer or DPoP, or the cookie that `credentials` names is not there. A proxy or a redirect to another origin may have dropped the header.',
    ],
    remedy: 'Send `Authorization: Bearer …`. Where guests are welcome, use `optionalAuth()`.',
  },
  AUTH_1006: {
    cause: [
      'The token is good, but not for this.',
      'A scope that the route requires is missing (`required` and `granted` say which), or a role, permission or claim is; the latter are never named to the caller.',
    ],
    remedy:
      'The client asks for the scope when it gets its token, and must be allowed to have it. For roles and permissions check that `claimPaths` points at the claim in which your provider writes them.',
  },
  AUTH_1007: {
    cause: [
      'The user must have signed in more strongly or more recently (RFC 9470).',
      'The route requires an `acr` that the token does not have, or a sign-in within `maxAgeSeconds`. Also when the token says nothing of either (`acr`, `auth_time`).',
    ],
    remedy:
      'Send the user to sign in with the `acrValues` and `maxAgeSeconds` of the error, then call again. The provider must put `acr` and `auth_time` into access tokens.',
  },
  AUTH_1008: {
    cause: ['The token was revoked.', 'Your `revoked` function did not answer `false`, or introspection says that it is not active.'],
    remedy: 'The caller gets a new token; if that is refused too, the user signs in again.',
  },
  AUTH_1009: {
    cause: [
      'The provider needs to see the user: `login_required`, `interaction_required` or `consent_required`.',
      'It comes from a sign-in with `prompt=none`, and where a session is asked for that is not there.',
    ],
    remedy: 'Start a sign-in that may show pages.',
  },
  AUTH_1010: {
    cause: [
      'The user or the provider said no (`access_denied`).',
      'Consent was refused, or a rule of the provider keeps this user or client out.',
    ],
    remedy: 'Respect the answer: show a page that says so and offers to start over. Do not send the user back by yourself.',
  },
  AUTH_1011: {
    cause: ['What was waited for came too late.', 'A device code, a CIBA request or a login transaction ran out before the user was done.'],
    remedy: 'Start the flow again. For devices, show how much time is left.',
  },
  VAL_2001: {
    cause: [
      'The request is malformed.',
      'On a server: a header came twice or cannot be read, or credentials came in two places. In a client: the provider called the request `invalid_request` (`details.oauthError`), the address is not below one of `apiOrigins`, or the client was closed.',
    ],
    remedy: 'Correct the request; the message says what was expected.',
  },
  VAL_2002: {
    cause: [
      'An option or argument is wrong; `details.option` names it.',
      'It is thrown at construction, not with the first request. An environment variable that is not set is the usual reason.',
    ],
    remedy: 'Correct the option. Its [reference](/reference/options/) says what it takes.',
  },
  VAL_2003: {
    cause: ['A scope is unknown to the provider, or this client may not have it (`invalid_scope`).'],
    remedy: 'Ask for scopes that are registered for the client. Some providers want the scope of an API written with its prefix.',
  },
  VAL_2004: {
    cause: [
      'A code, refresh token or assertion is used up, expired, or not this client’s (`invalid_grant`).',
      'A code that came back twice (reloaded callback page), a `redirectUri` that differs from the one of the request, or a wrong PKCE verifier look the same.',
    ],
    remedy: 'Start the flow again. If it happens every time, compare the `redirectUri` of both requests.',
  },
  VAL_2005: {
    cause: [
      'A sign-in came back that was not started here, or not by this browser; `reason` says which check failed.',
      'Harmless when the user pressed “back” or left the page open for long (`missing_transaction`). `state_mismatch` and `issuer_mismatch` are what an attack looks like. On every sign-in: the cookie does not come back because of its domain, path or a missing https.',
    ],
    remedy: 'Start the sign-in again. Never go on with the code.',
  },
  NET_3001: {
    cause: ['The connection broke.', 'The request may have been carried out: the answer is what is missing.'],
    remedy: 'Try again if the call may be carried out twice. What is safe was tried again already.',
  },
  NET_3002: {
    cause: [
      'There was no complete answer within `timeoutSeconds`.',
      'The deadline covers all attempts, the waits between them, and the reading of the body.',
    ],
    remedy: 'Try again if the call may be carried out twice. Raise the deadline only if the server is known to be slow.',
  },
  NET_3003: {
    cause: [
      'No connection came about, so that nothing was sent.',
      'The name does not resolve, nothing listens, or TLS failed: `cause` says which.',
    ],
    remedy: 'Safe to try again. If it never works: check the address, the proxy, and the certificate authorities that the runtime trusts.',
  },
  NET_3004: {
    cause: [
      'Nothing was sent, because this endpoint has failed too often.',
      'After five failures in a row its [circuit](/concepts/circuits) is open for 30 seconds; the errors before this one say what was wrong.',
    ],
    remedy: 'Wait `retryAfterSeconds`. One call then probes, and closes the circuit when it succeeds.',
  },
  RATE_4001: {
    cause: ['The server asks to slow down (429).'],
    remedy:
      'Wait `retryAfterSeconds`; where it is unknown, wait longer each time. Share one client in the whole program, so that tokens are shared.',
  },
  RATE_4002: {
    cause: ['A quota is used up, which waiting a moment does not change.'],
    remedy: 'Raise the quota with the provider, or ask for fewer tokens: keep and share them until they expire.',
  },
  SRV_5001: {
    cause: ['The server answered with a failure of its own; `statusCode` says which.', 'Safe calls were tried again before.'],
    remedy: 'Try later. If it stays, the provider’s log has the reason; look for the `correlationId`.',
  },
  SRV_5002: {
    cause: [
      'It cannot be decided now: an outage, never a bad credential.',
      'A server answers with it when keys, introspection, the replay store or the session store are out of reach; `cause` is the error behind it. A client gets it from a 503.',
    ],
    remedy: 'Wait `retryAfterSeconds`. On your own server look at `cause`; a token is not at fault.',
  },
  SRV_5003: {
    cause: [
      'The provider’s answer breaks a specification; `details.check` says how.',
      'Usual reasons: the address is not the provider’s but a page or a proxy that answers with HTML; it redirects; the metadata’s `issuer` is not the configured one, to the letter.',
    ],
    remedy: 'Open the address of the message in a browser and compare. If the address is right, tell the provider.',
  },
  SRV_5004: {
    cause: [
      'The issuer’s keys cannot be had, so that no token can be judged.',
      '`reason`: `unreachable` (never fetched, or failing), `stale` (out of reach for longer than `staleIfErrorSeconds`), `withdrawn` (the issuer publishes no usable key), `not_cached` (`validateSync` before the first fetch).',
    ],
    remedy:
      'Wait `retryAfterSeconds`; the [key cache](/concepts/key-cache) asks again by itself. At start-up `await` a first `refresh()`. Answer 503, never 401.',
  },
  DPOP_6001: {
    cause: ['A DPoP proof is missing.', "The token is bound to a key, or the API takes bound tokens only (`mode: 'required'`)."],
    remedy: 'Send the token as `Authorization: DPoP …` together with a `DPoP` header; [Call an API with DPoP](/start/dpop) shows how.',
  },
  DPOP_6002: {
    cause: [
      'The proof fails the check in `details.check`.',
      '`htu`: the proof is for another address than `publicUrl` and the path; `iat`: a clock is wrong; `ath` and `binding`: it belongs to another token or key; `signature`: it was changed.',
    ],
    remedy:
      'For `htu` compare the two addresses in the message, and set `publicUrl` to what clients call. Else make the proof for this very request.',
  },
  DPOP_6003: {
    cause: [
      'The proof lacks the server’s nonce, or has an old one.',
      'That is no failure: each server asks for it once, and again from time to time.',
    ],
    remedy:
      'Repeat with the nonce that came in `DPoP-Nonce` (`dpopNonce`). The client of `@auth/client` does so by itself. A browser sees the header only if the server exposes it by CORS.',
  },
  DPOP_6004: {
    cause: ['The proof was used before.', 'A retry sent the same proof again, or somebody replays a proof.'],
    remedy: 'Make a new proof for every attempt, retries included.',
  },
  PKCE_7001: {
    cause: ['PKCE is missing: a public client’s code comes without its verifier, or a challenge was not sent.'],
    remedy: 'Keep what `buildAuthorizationUrl` answers until the callback, and pass `pkce.codeVerifier` on.',
  },
  PKCE_7002: {
    cause: ['The PKCE verifier is not 43 to 128 unreserved characters, or does not fit the challenge.'],
    remedy: 'Make it with `createPKCEChallenge()`, and send the verifier of the same sign-in.',
  },
}
