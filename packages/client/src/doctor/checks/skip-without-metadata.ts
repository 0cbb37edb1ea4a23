import { type CheckName, type Finding, say } from '../finding.ts'

/** What is told instead of a check of the metadata, when they are not good. */
export function skipWithoutMetadata(check: CheckName): readonly Finding[] {
  return [{ id: `${check}.skipped`, status: 'skipped', message: say`without good metadata there is nothing to look at` }]
}
