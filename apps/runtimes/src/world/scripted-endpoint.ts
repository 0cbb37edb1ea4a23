import type { ServerResponse } from 'node:http'
import type { ScriptedAnswer } from '../suite/world.ts'

/** An endpoint that answers as it was told, and counts. What hangs is cut off by the next script. */
export class ScriptedEndpoint {
  #answers: ScriptedAnswer[] = []
  #count = 0
  readonly #hanging: ServerResponse[] = []

  script(answers: readonly ScriptedAnswer[]): void {
    this.#answers = [...answers]
    this.#count = 0
    for (const response of this.#hanging.splice(0)) response.destroy()
  }

  get count(): number {
    return this.#count
  }

  answer(response: ServerResponse): void {
    this.#count += 1
    const answer = this.#answers.shift() ?? 200
    if (answer === 'hang') return void this.#hanging.push(response)
    if (answer === 'long') return void response.end(' '.repeat(1_000_000))
    response.writeHead(answer, answer === 302 ? { location: '/scripted' } : {}).end()
  }
}
