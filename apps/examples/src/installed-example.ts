import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { Program } from './program.ts'

/** What a person would not copy. */
const left = new Set(['node_modules', 'dist', '.next', '.turbo', 'next-env.d.ts'])

/** A copy of an example in a folder of its own, outside the repository. */
export class InstalledExample implements AsyncDisposable {
  readonly #folder: string
  readonly #programs = new AsyncDisposableStack()

  private constructor(folder: string) {
    this.#folder = folder
  }

  /** Copies the example, installs what it names, compiles it and builds it where it wants that. */
  static async install(source: string, registry: string): Promise<InstalledExample> {
    const folder = mkdtempSync(join(tmpdir(), `example-${basename(source)}-`))
    cpSync(source, folder, { recursive: true, filter: (path) => !left.has(basename(path)) })
    const example = new InstalledExample(folder)
    try {
      await example.run([
        'npm',
        'install',
        `--@auth:registry=${registry}`,
        '--no-audit',
        '--no-fund',
        '--prefer-offline',
        '--loglevel=error',
      ])
      await example.run(['npm', 'run', 'typecheck', '--silent'])
      await example.run(['npm', 'run', 'build', '--silent', '--if-present'])
      return example
    } catch (error) {
      await example[Symbol.asyncDispose]()
      throw error
    }
  }

  /** Runs a command in its folder until it ends; what it printed is the answer. */
  async run(command: readonly [string, ...string[]], environment?: Readonly<Record<string, string>>): Promise<string> {
    await using program = new Program(command, this.#folder, environment)
    return await program.ends()
  }

  /** Starts it as its README says; it is stopped with the example at the latest. */
  start(environment: Readonly<Record<string, string>>): Program {
    return this.#programs.use(new Program(['npm', 'start', '--silent'], this.#folder, environment))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#programs.disposeAsync()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
