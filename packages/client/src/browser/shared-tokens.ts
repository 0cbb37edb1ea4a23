import { readJson } from './read-json.ts'
import type { TokenResponse } from '../token/token-response.ts'

/** A person's tokens, and when to replace them. */
export interface HeldTokens extends Omit<TokenResponse, 'raw'> {
  /** When a refresh is due, in milliseconds; none without an expiry. */
  readonly refreshAt?: number | undefined
  /** When they came, in milliseconds: a clock that tells less has been put back, and tells nothing of their age. */
  readonly heldAt?: number | undefined
}

/** Tokens, or that there are none, as of a moment. */
interface Version {
  readonly tokens?: HeldTokens | undefined
  /** When somebody signed in or out, in milliseconds, and one more for each refresh since. The highest wins. */
  readonly at: number
}

/** What the tabs of one origin say to each other: a version, or a question for one that is newer. */
type Message = Version | { readonly isNewerThan: number }

/** What {@link createSharedTokens} takes. */
export interface SharedTokensOptions {
  /** Of the channel between the tabs, and of the entry in the storage. */
  readonly name: string
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | undefined
  readonly now: () => number
  readonly onChange: (tokens: HeldTokens | undefined, previous: HeldTokens | undefined) => void
}

/** The tokens of one client, the same in every tab of an origin: the newest version wins. */
export interface SharedTokens {
  /** Resolves when what another tab has to tell would be here; undefined where nobody has to wait. */
  ready: Promise<void> | undefined
  readonly get: () => HeldTokens | undefined
  /** A sign-in or a sign-out, in every tab. */
  readonly set: (tokens?: HeldTokens) => void
  /** What came out of a refresh: every sign-in and sign-out since is above it, in whatever order the tabs hear of them. */
  readonly replace: (tokens: HeldTokens) => void
  /** Resolves, as `ready` does then, when another tab has told of a newer version, or none has. */
  readonly ask: () => Promise<void>
  readonly close: () => void
}

/** How long other tabs have to answer, in milliseconds. */
const answerWithin = 100
/** Where moments end, in milliseconds: far from now, and where one more is still another number. */
const maxAt = 9e15

/** Whether it is a version: whatever runs at this origin may say or store something else. */
function isVersion(value: unknown): value is Version {
  const { at, tokens } = Object(value) as Partial<Version>
  return typeof at === 'number' && at < maxAt && (!tokens || typeof tokens.accessToken === 'string')
}

/** Begins to share, with what the storage has and other tabs tell. */
export function createSharedTokens({ name, storage, now, onChange }: SharedTokensOptions): SharedTokens {
  const read = (from = storage): Version => {
    const kept = readJson(from, name)
    return isVersion(kept) ? kept : { at: 0 }
  }
  let version = read()
  // A tab that the browser opens again brings its old storage along: the last sign-out is remembered beyond it.
  const lasting = storage && globalThis.localStorage
  const readEnd = (): Version => ({ at: read(lasting).at })
  if (version.at < readEnd().at) version = readEnd()
  const keep = (place: typeof storage): void => {
    try {
      place?.setItem(name, JSON.stringify(version))
    } catch {
      // Full: better nothing there than tokens that are used up.
      place?.removeItem(name)
    }
  }
  let hear: (() => void) | undefined
  const channel = new BroadcastChannel(name)
  const say = (message: Message): void => channel.postMessage(message) // oxlint-disable-line unicorn/require-post-message-target-origin -- a channel has one origin

  const adopt = (newer: Version): void => {
    if (newer.at <= version.at) return
    const { tokens: previous } = version
    version = newer
    hear?.()
    if (version.tokens ?? previous) onChange(version.tokens, previous)
    keep(storage)
    if (!version.tokens) keep(lasting)
  }

  const put = (tokens: HeldTokens | undefined, from: number): void => {
    const newer = { tokens, at: Math.max(from, version.at + 1) }
    say(newer)
    adopt(newer)
  }

  channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    if (isVersion(data)) adopt(data)
    else if (Object(data).isNewerThan < version.at) say(version)
  })

  const ask = (): Promise<void> => {
    adopt(readEnd())
    return (shared.ready = new Promise((resolve) => {
      say({ isNewerThan: version.at })
      hear = resolve
      setTimeout(resolve, answerWithin)
    }))
  }

  const shared: SharedTokens = {
    ready: undefined,
    get: () => version.tokens,
    set: (tokens) => put(tokens, now()),
    replace: (tokens) => put(tokens, 0),
    ask,
    close: () => channel.close(),
  }
  void ask()
  if (version.tokens) shared.ready = undefined
  return shared
}
