import { checkOption, checkStringList } from '@auth/core-errors/options'
import { algorithms } from './algorithms.ts'

/**
 * A list of algorithms from the table; without one, the whole table. An empty list is refused (RFC 8725 §3.1).
 * @throws {InvalidConfigError} VAL_2002, naming the option
 */
export function parseAlgorithms(names: readonly string[] | undefined, option = 'algorithms'): ReadonlySet<string> {
  const allowed = names === undefined ? [...algorithms.keys()] : checkStringList(names, option)
  const areKnown = allowed.every((name) => algorithms.has(name))
  return new Set(checkOption(areKnown, allowed, option, `some of ${[...algorithms.keys()].join(', ')}`))
}
