import { expectThat } from './walk.ts'

/** The body of a refusal, or of an answer of the API. */
export type Answer = Readonly<Record<string, unknown>>

/** A call of the API, and what must come back. */
export interface ApiCall {
  readonly token?: string
  /** Sent beside the token, which then goes by the DPoP scheme. */
  readonly proof?: string
  readonly method?: string
  readonly expect: number
  readonly code?: string
}

/** Calls the API and returns its answer, once status and code are what they must be. */
export async function callApi(
  url: string,
  { token, proof, method = 'GET', expect, code }: ApiCall,
): Promise<{ body: Answer; headers: Headers }> {
  const authorization = `${proof === undefined ? 'Bearer' : 'DPoP'} ${token}`
  const headers = { ...(token !== undefined && { authorization }), ...(proof !== undefined && { dpop: proof }) }
  const response = await fetch(url, { method, headers })
  const body = (await response.json()) as Answer
  expectThat(response.status === expect, `status ${expect}`, { status: response.status, body })
  expectThat(code === undefined || body['code'] === code, `code ${code}`, body)
  return { body, headers: response.headers }
}
