/** One challenge of a `WWW-Authenticate` header (RFC 9110 §11.6.1). */
export interface AuthenticationChallenge {
  /** In lower case. */
  readonly scheme: string
  /** By their names in lower case. A parameter that came twice has its first value. */
  readonly parameters: Readonly<Record<string, string>>
}

const token = String.raw`[\w!#$%&'*+.^|~\x60-]+`
const pattern = new RegExp(
  String.raw`\s*(?:,\s*)*(?:(${token})\s*=\s*(?:"((?:[^"\\]|\\.)*)"|(${token}))|(${token})(?=[\s,]|$)(?:[ \t]+[\w.~+/-]+=*(?=\s*(?:,|$)))?)`,
  'y',
)
const maxLength = 16_384

/** The challenges of a header, in their order; what cannot be read ends the list. Never throws. */
export function parseChallenges(header: string | null): readonly AuthenticationChallenge[] {
  const challenges: { scheme: string; parameters: Record<string, string> }[] = []
  const text = (header ?? '').slice(0, maxLength)
  for (let index = 0; index < text.length; index = pattern.lastIndex) {
    pattern.lastIndex = index
    const [, name, quoted, plain, scheme] = pattern.exec(text) ?? []
    const last = challenges.at(-1)
    if (scheme !== undefined) challenges.push({ scheme: scheme.toLowerCase(), parameters: Object.create(null) as Record<string, string> })
    else if (name !== undefined && last) last.parameters[name.toLowerCase()] ??= quoted?.replace(/\\(.)/g, '$1') ?? plain ?? ''
    else break
  }
  return challenges
}
