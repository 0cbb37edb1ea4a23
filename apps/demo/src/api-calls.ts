import { expectThat } from './walk.ts'

/** The body of a refusal, or of an answer of the API. */
export type Answer = Readonly<Record<string, unknown>>

/** Calls the API and returns its answer, once status and code are what they must be. */
export async function callApi(
  url: string,
  { token, expect, code }: { token?: string; expect: number; code?: string },
): Promise<{ body: Answer; headers: Headers }> {
  const response = await fetch(url, { headers: token === undefined ? {} : { authorization: `Bearer ${token}` } })
  const body = (await response.json()) as Answer
  expectThat(response.status === expect, `status ${expect}`, { status: response.status, body })
  expectThat(code === undefined || body['code'] === code, `code ${code}`, body)
  return { body, headers: response.headers }
}
