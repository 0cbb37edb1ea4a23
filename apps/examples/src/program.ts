import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

/** How long a program may take until it says what is waited for, in seconds. */
const patienceSeconds = 120

/** A command that runs in a folder, what it has printed, and how it ended. */
export class Program implements AsyncDisposable {
  output = ''
  readonly #command: string
  readonly #child: ChildProcess
  readonly #ended: Promise<number>

  constructor(command: readonly [string, ...string[]], folder: string, environment: Readonly<Record<string, string>> = {}) {
    const [file, ...parameters] = command
    this.#command = command.join(' ')
    // A group of its own, so that what npm starts is stopped with it.
    this.#child = spawn(file, parameters, { cwd: folder, detached: true, env: { ...process.env, ...environment } })
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => void (this.output += text))
    this.#ended = new Promise((resolve) => {
      this.#child.once('error', (error) => void (this.output += error.message))
      this.#child.once('close', (code) => resolve(code ?? 1))
    })
  }

  /** Waits until it prints this, which is the answer. */
  async prints(pattern: RegExp): Promise<RegExpExecArray> {
    const deadline = AbortSignal.timeout(patienceSeconds * 1000)
    let ended = false
    void this.#ended.then(() => (ended = true))
    for (;;) {
      const found = pattern.exec(this.output)
      if (found) return found
      if (ended || deadline.aborted) throw new Error(`${this.#command} never printed ${pattern}, but:\n${this.output}`)
      await Promise.race([this.#ended, once(this.#child.stdout!, 'data', { signal: deadline }).catch(() => undefined)])
    }
  }

  /** Waits until it has ended well; what it printed is the answer. */
  async ends(): Promise<string> {
    const code = await this.#ended
    if (code !== 0) throw new Error(`${this.#command} ended with ${code}:\n${this.output}`)
    return this.output
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.pid !== undefined && this.#child.exitCode === null && this.#child.signalCode === null)
      process.kill(-this.#child.pid, 'SIGTERM')
    await this.#ended
  }
}
