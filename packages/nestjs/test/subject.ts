import type { Kit } from './kit.ts'
import type { Credentials, Operation, Outcome, ProofTarget, Spelling } from './requests.ts'

/** A running application that the table of requests is sent to, over real sockets. */
export interface Subject {
  /** What a proof for an operation must name. */
  readonly target: (operation: Operation) => ProofTarget
  /** `undefined` when nothing of this name is known there. */
  readonly send: (operation: Operation, credentials: Credentials, spelling: Spelling) => Promise<Outcome | undefined>
  readonly close: () => Promise<unknown>
}

/** Starts a subject. */
export type StartSubject = (kit: Kit) => Promise<Subject>

/** The path or name of an operation, as it is spelt. */
export function spell(text: string, spelling: Spelling): string {
  const spelt: Partial<Record<Spelling, string>> = {
    encoded: text.replace('l', '%6c').replace('w', '%77').replace('g', '%67'),
    trailing: `${text}/`,
    doubled: text.startsWith('/') ? `/${text}` : `/${text}`,
    upper: text.toUpperCase(),
  }
  return spelt[spelling] ?? text
}
