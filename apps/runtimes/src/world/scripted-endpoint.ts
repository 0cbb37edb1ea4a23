import type { ServerResponse } from 'node:http'
import type { ScriptedAnswer } from '../suite/world.ts'

/** An endpoint that answers as it was told, and counts. */
export class ScriptedEndpoint {
  #answers: ScriptedAnswer[] = []
  #count = 0

  script(answers: readonly ScriptedAnswer[]): void {
    this.#answers = [...answers]
    this.#count = 0
  }

  get count(): number {
    return this.#count
  }

  answer(response: ServerResponse): void {
    this.#count += 1
    const answer = this.#answers.shift() ?? 200
    if (answer === 'hang') return
    if (answer === 'long') return void response.end(' '.repeat(1_000_000))
    response.writeHead(answer, answer === 302 ? { location: '/scripted' } : {}).end()
  }
}
