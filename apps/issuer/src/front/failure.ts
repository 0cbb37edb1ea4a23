import type { ServerResponse } from 'node:http'

/**
 * How an issuer fails, as seen by its clients: `error` (500 JSON), `unavailable` (503 with `Retry-After: 2`),
 * `rate_limited` (429 with `Retry-After: 2`), `not_found` (404), `garbage` (200 with a web page), `hang` (accepted, never
 * answered), `drip` (a 200 whose body never ends, a byte at a time), `withdrawn` (200 with a key set that holds none),
 * `down` (connection refused).
 */
export type FailMode = 'none' | 'error' | 'unavailable' | 'rate_limited' | 'not_found' | 'garbage' | 'hang' | 'drip' | 'withdrawn' | 'down'

const dripIntervalMilliseconds = 50

const answer = (status: number, headers: Readonly<Record<string, string>>, body: string) => (response: ServerResponse) => {
  response.writeHead(status, { 'cache-control': 'no-store', ...headers }).end(body)
}
const json = { 'content-type': 'application/json' }

const failures: Readonly<Record<Exclude<FailMode, 'none' | 'down'>, (response: ServerResponse) => void>> = {
  error: answer(500, json, '{"error":"server_error","error_description":"the issuer was told to fail"}'),
  unavailable: answer(503, { ...json, 'retry-after': '2' }, '{"error":"temporarily_unavailable"}'),
  rate_limited: answer(429, { ...json, 'retry-after': '2' }, '{"error":"rate_limited"}'),
  not_found: answer(404, json, '{"error":"not_found"}'),
  garbage: answer(
    200,
    { 'content-type': 'text/html' },
    '<!doctype html><title>Welcome</title><p>This is not the document that you asked for.',
  ),
  withdrawn: answer(200, { ...json, 'access-control-allow-origin': '*' }, '{"keys":[]}'),
  hang: () => {},
  drip(response) {
    response.writeHead(200, json)
    const timer = setInterval(() => response.write(' '), dripIntervalMilliseconds).unref()
    response.on('close', () => clearInterval(timer))
  },
}

/** Answers a request the way a failing issuer would; answers that never end are ended by destroying the response. */
export function failWith(mode: Exclude<FailMode, 'none' | 'down'>, response: ServerResponse): void {
  failures[mode](response)
}
