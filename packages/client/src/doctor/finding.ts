/** What is checked. */
export type CheckName = 'discovery' | 'tls' | 'clock' | 'keys' | 'dpop' | 'par' | 'response_issuer' | 'token' | 'client'

/** `problem`: something will fail; `note`: worth knowing; `skipped`: could not be looked at. */
export type FindingStatus = 'good' | 'note' | 'problem' | 'skipped'

/** Words of ours with values from outside between them, which are made harmless only when they are shown. */
export class Message {
  readonly texts: readonly string[]
  readonly values: readonly unknown[]

  constructor(texts: readonly string[], values: readonly unknown[]) {
    this.texts = texts
    this.values = values
  }
}

/** What a check found. */
export interface Finding {
  /** What it is, for machines: stable, below the check's name. */
  readonly id: string
  readonly status: FindingStatus
  readonly message: Message
  /** What to do, or to write. */
  readonly remedy?: Message | undefined
}

/** The only way to write a message: what stands in braces came from outside, unless it is a message itself. */
export function say(texts: TemplateStringsArray, ...values: readonly unknown[]): Message {
  return new Message(texts, values)
}
