import { InvalidConfigError } from '@auth/core-errors'

/** Which gateways there are, and which of them an adapter that authenticates has taken. */
export class GatewayCensus {
  readonly #expected: { readonly name: string; readonly configuration: string | undefined }[] = []
  readonly #bound: (string | undefined)[] = []

  /** There is a gateway. */
  expect(name: string, configuration: string | undefined): void {
    this.#expected.push({ name, configuration })
  }

  /** An adapter that authenticates, by this configuration, has taken a gateway. */
  bind(configuration: string | undefined): void {
    this.#bound.push(configuration)
  }

  /**
   * Every gateway is behind a handshake, and one of its own configuration.
   * @throws {InvalidConfigError} VAL_2002, saying what to write
   */
  check(): void {
    const names = this.#expected.map(({ name }) => name).join(', ')
    if (this.#bound.length < this.#expected.length) {
      const remedy =
        'write app.useWebSocketAdapter(guardSockets(app, new IoAdapter(app))), or with WsAdapter, before the application starts'
      throw invalid(`sockets reach ${names} before any guard runs: ${remedy}`)
    }
    const stranger = this.#expected.find(({ configuration }) => !this.#bound.includes(configuration))
    if (stranger === undefined) return
    const option = stranger.configuration === undefined ? 'no configuration' : `{configuration: "${stranger.configuration}"}`
    throw invalid(`${stranger.name} is judged by another configuration than its sockets: give guardSockets ${option}`)
  }
}

function invalid(message: string): InvalidConfigError {
  return new InvalidConfigError(message, { details: { option: 'useWebSocketAdapter' } })
}
