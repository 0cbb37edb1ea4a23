/** The algorithms that the live issuer signs access tokens with. */
export const algorithms = ['RS256', 'ES256', 'EdDSA', 'PS256'] as const
export type Algorithm = (typeof algorithms)[number]

/** How an endpoint of the issuer is to fail. */
type FailMode = 'none' | 'down' | 'garbage' | 'hang' | 'withdrawn'

/** How the control server is to answer: a status (302 leads to `/scripted` again), nothing at all, or a megabyte. */
export type ScriptedAnswer = number | 'hang' | 'long'

/** What the control server does for a check; each takes and answers JSON. */
export interface Commands {
  /** An access token that the issuer gave to its demo service. */
  token(parameters: { readonly algorithm: Algorithm }): string
  rotateKeys(parameters: { readonly dropOld: boolean }): null
  fail(parameters: { readonly mode: FailMode; readonly endpoint: 'all' | 'jwks' | 'token' }): null
  countRequests(parameters: { readonly endpoint: 'discovery' | 'jwks' | 'token' }): number
  setDPoPNonce(parameters: { readonly mode: 'optional' | 'required' }): null
  /** `/scripted` answers like this from now on; when there is nothing left, with 200. */
  script(parameters: { readonly answers: readonly ScriptedAnswer[] }): null
  /** How often `/scripted` was asked since then. */
  countScripted(parameters: object): number
}

/** What does not change while the suite runs. */
export interface WorldFacts {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** What the tokens of each algorithm are for. */
  readonly audiences: Readonly<Record<Algorithm, string>>
}

/** In what the runtimes differ. */
export interface RuntimeTraits {
  /** Whether signatures can be checked without waiting. */
  readonly hasSynchronousSignatures: boolean
  /** Whether programs see the cookies of requests and responses: in pages only the browser does. */
  readonly hasCookieHeaders: boolean
  /** Does the work within a request of its own, where requests are kept apart; what the work does not wait for ends with it there. */
  readonly inRequest: (work: () => unknown) => Promise<void>
}

/** The live issuer, the server that controls it, and the runtime that the checks run on. */
export class World {
  readonly #origin: string
  readonly facts: WorldFacts
  readonly traits: RuntimeTraits

  private constructor(origin: string, facts: WorldFacts, traits: RuntimeTraits) {
    this.#origin = origin
    this.facts = facts
    this.traits = traits
  }

  static async connect(origin: string, traits: RuntimeTraits): Promise<World> {
    return new World(origin, (await post(`${origin}/control/facts`, {})) as WorldFacts, traits)
  }

  async order<Name extends keyof Commands>(name: Name, parameters: Parameters<Commands[Name]>[0]): Promise<ReturnType<Commands[Name]>> {
    return (await post(`${this.#origin}/control/${name}`, parameters)) as ReturnType<Commands[Name]>
  }

  /** Answers as it was told by the command `script`. */
  get scriptedUrl(): string {
    return `${this.#origin}/scripted`
  }

  /** Answers whose token it was, to those who prove that it is theirs. */
  get apiUrl(): string {
    return `${this.#origin}/api`
  }

  /** Ends what the last check did to the issuer. */
  async reset(): Promise<void> {
    await this.order('fail', { mode: 'none', endpoint: 'all' })
    await this.order('setDPoPNonce', { mode: 'optional' })
    await this.order('script', { answers: [] })
  }
}

async function post(url: string, parameters: object): Promise<unknown> {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(parameters) })
  if (!response.ok) throw new Error(`the control server answered ${response.status}: ${await response.text()}`)
  return response.json()
}
