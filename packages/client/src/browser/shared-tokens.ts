import type { TokenResponse } from '../token/token-response.ts'

/** A person's tokens, and when to replace them. */
export interface HeldTokens extends Omit<TokenResponse, 'raw'> {
  /** When a refresh is due, in milliseconds; none without an expiry. */
  readonly refreshAt?: number | undefined
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
  readonly storage: Pick<Storage, 'getItem' | 'setItem'> | undefined
  readonly now: () => number
  readonly onChange: (tokens: HeldTokens | undefined, previous: HeldTokens | undefined) => void
}

/** The tokens of one client, the same in every tab of an origin: the newest version wins. */
export interface SharedTokens {
  /** Resolves when the tokens of another tab would be here; undefined where nobody has to wait. */
  readonly ready: Promise<void> | undefined
  readonly get: () => HeldTokens | undefined
  /** A sign-in or a sign-out, in every tab. */
  readonly set: (tokens?: HeldTokens) => void
  /** What came out of a refresh: every sign-in and sign-out since is above it, in whatever order the tabs hear of them. */
  readonly replace: (tokens: HeldTokens) => void
  /** Resolves when another tab has told of a newer version, or none has. */
  readonly ask: () => Promise<void>
  readonly close: () => void
}

/** How long other tabs have to answer, in milliseconds. */
const answerWithin = 100

/** Begins to share, with what the storage has and other tabs tell. */
export function createSharedTokens({ name, storage, now, onChange }: SharedTokensOptions): SharedTokens {
  const read = (from = storage): Version => JSON.parse(from?.getItem(name) ?? '{"at":0}')
  let version = read()
  // A tab that the browser opens again brings its old storage along: the last sign-out is remembered beyond it.
  const lasting = storage && globalThis.localStorage
  const ended = read(lasting)
  if (version.at < ended.at) version = ended
  let hear: (() => void) | undefined
  const channel = new BroadcastChannel(name)
  const say = (message: Message): void => channel.postMessage(message) // oxlint-disable-line unicorn/require-post-message-target-origin -- a channel has one origin

  const adopt = (newer: Version): void => {
    if (newer.at <= version.at) return
    const { tokens: previous } = version
    version = newer
    hear?.()
    if (version.tokens ?? previous) onChange(version.tokens, previous)
    const text = JSON.stringify(version)
    storage?.setItem(name, text)
    if (!version.tokens) lasting?.setItem(name, text)
  }

  const put = (newer: Version): void => {
    // First the others: a storage that is full must not keep them on a token that is used up.
    say(newer)
    adopt(newer)
  }

  channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    if ('at' in data) adopt(data)
    else if (data.isNewerThan < version.at) say(version)
  })

  const ask = (): Promise<void> =>
    new Promise((resolve) => {
      say({ isNewerThan: version.at })
      hear = resolve
      setTimeout(resolve, answerWithin)
    })

  const asked = ask()
  return {
    ready: version.tokens ? undefined : asked,
    get: () => version.tokens,
    set: (tokens) => put({ tokens, at: Math.max(now(), version.at + 1) }),
    replace: (tokens) => put({ tokens, at: version.at + 1 }),
    ask,
    close: () => channel.close(),
  }
}
