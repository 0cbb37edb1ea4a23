import { InvalidConfigError } from '@auth/core-errors'
import type { ModulesContainer } from '@nestjs/core'
import { findLostMark } from '../decorators/route-mark.ts'
import { listClasses } from './list-routes.ts'

/**
 * A decorator that replaces a method leaves behind what decorators below it said: a route would ask for less than is written.
 * @throws {InvalidConfigError} VAL_2002, naming the method
 */
export function checkMarks(modules: ModulesContainer): void {
  for (const { type } of listClasses(modules)) {
    for (let each = type.prototype as object; each; each = Object.getPrototypeOf(each) as object) {
      const method = findLostMark(each)
      if (method === undefined) continue
      const message = `another decorator replaced ${type.name}.${method}, and what ours asked for there is lost: write ours above it`
      throw new InvalidConfigError(message, { details: { option: `${type.name}.${method}` } })
    }
  }
}
