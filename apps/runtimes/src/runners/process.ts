import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { startControlServer } from '../world/control-server.ts'
import { NotThereError, type Runner } from './runner.ts'

/** How long a program may go on after its last line: packages that leave a timer behind keep it from ending. */
const lingerSeconds = 5

/** The suite runs as a program of this binary, which is called by its path below `node_modules`, and must end by itself. */
export function createProcessRunner(binary: string, parameters: readonly string[] = []): Runner {
  return async (folder, onLine) => {
    const path = join(import.meta.dirname, '../../node_modules', binary)
    if (!existsSync(path)) throw new NotThereError(`there is no node_modules/${binary}`)
    await using server = await startControlServer()
    const child = spawn(path, [...parameters, join(folder, 'entries/process.ts'), server.origin], { cwd: folder })
    let timer: NodeJS.Timeout | undefined
    createInterface(child.stdout).on('line', (line) => {
      if (line !== '') return onLine(line)
      timer = setTimeout(() => child.kill(), lingerSeconds * 1000)
    })
    const [errors, [code, signal]] = await Promise.all([text(child.stderr), once(child, 'close')])
    clearTimeout(timer)
    if (signal === 'SIGTERM') throw new Error(`${lingerSeconds} seconds after the last check it had not ended by itself`)
    if (code !== 0) throw new Error(`it ended with ${code}: ${errors}`)
  }
}
