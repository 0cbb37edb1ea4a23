import { afterEach, expect, it, vi } from 'vitest'
import { createStorage } from '../../test/page-provider.ts'
import { createSharedTokens, type HeldTokens, type SharedTokens, type SharedTokensOptions } from './shared-tokens.ts'

const tabs: SharedTokens[] = []
afterEach(() => {
  for (const tab of tabs.splice(0)) tab.close()
  vi.unstubAllGlobals()
})

let names = 0
/** A tab, and what it was told. */
function open(more: Partial<SharedTokensOptions> = {}) {
  const changes: (string | undefined)[] = []
  const onChange = (tokens: HeldTokens | undefined): void => void changes.push(tokens?.accessToken)
  const tab = createSharedTokens({ name: `tab ${names}`, storage: undefined, now: Date.now, onChange, ...more })
  tabs.push(tab)
  return { ...tab, changes, read: () => tab.get()?.accessToken }
}
const tokens = (accessToken: string): HeldTokens => ({ accessToken, tokenType: 'Bearer', scopes: [] })
/** Until every message that is under way has come. */
const settle = async (...some: SharedTokens[]): Promise<void> => void (await Promise.all(some.map((tab) => tab.ask())))

it('tells new tokens, and that there are none any more, to every tab', async () => {
  names++
  const [a, b] = [open(), open()]
  a.set(tokens('one'))
  await settle(b)
  expect([a.read(), b.read()]).toEqual(['one', 'one'])
  b.set()
  await settle(a)
  expect([a.read(), b.read()]).toEqual([undefined, undefined])
  expect([a.changes, b.changes]).toEqual([
    ['one', undefined],
    ['one', undefined],
  ])
})

it('gives a tab that is opened later what the others have, before it is ready', async () => {
  names++
  open().set(tokens('one'))
  const late = open()
  expect(late.read()).toBeUndefined()
  await late.ready
  expect(late.read()).toBe('one')
})

it('is ready without tokens when no other tab answers', async () => {
  names++
  const alone = open()
  await alone.ready
  expect([alone.read(), alone.changes]).toEqual([undefined, []])
})

it('lets the newest version win, whatever the order and the clock', async () => {
  names++
  let time = 1000
  const now = (): number => time
  const [a, b] = [open({ now }), open({ now })]
  a.set(tokens('one'))
  await settle(b)
  time = 1
  b.set(tokens('two'))
  await settle(a)
  expect([a.read(), b.read()]).toEqual(['two', 'two'])
})

it('lets a sign-out win over a refresh of another tab, whichever is later and whichever is heard of first', async () => {
  for (const isFirst of [true, false]) {
    names++
    let time = 1000
    const now = (): number => time++
    const [a, b] = [open({ now }), open({ now })]
    a.set(tokens('one'))
    await settle(b)
    time += 1000
    const actions = [(): void => a.set(), (): void => b.replace(tokens('refreshed'))]
    for (const act of isFirst ? actions : actions.toReversed()) act()
    await settle(a, b)
    expect([a.read(), b.read()]).toEqual([undefined, undefined])
  }
})

it('gives no signed-out tab its tokens back', async () => {
  names++
  const a = open()
  a.set(tokens('one'))
  a.set()
  const late = open()
  await late.ready
  expect([late.read(), late.changes]).toEqual([undefined, []])
})

it('keeps tokens in a storage where there is one, and only there', async () => {
  names++
  const storage = createStorage()
  open({ storage }).set(tokens('one'))
  tabs.pop()!.close()
  const again = open({ storage })
  expect([again.read(), again.ready]).toEqual(['one', undefined])
  again.set()
  expect([...storage.entries.values()].join('')).not.toContain('one')
  open().set(tokens('two'))
  expect(storage.entries.size).toBe(1)
})

it('keeps names apart', async () => {
  names++
  const [a, b] = [open(), open({ name: 'another client' })]
  a.set(tokens('one'))
  await settle(b)
  expect(b.read()).toBeUndefined()
})

it('goes on in memory when its storage is full, and leaves nothing there that is used up', async () => {
  names++
  const storage = createStorage()
  const [a, b] = [open({ storage }), open()]
  a.set(tokens('one'))
  await settle(b)
  vi.spyOn(storage, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  a.replace(tokens('two'))
  await settle(b)
  expect([a.read(), b.read()]).toEqual(['two', 'two'])
  expect(storage.entries.size).toBe(0)
})

it('signs out in every tab when there is no room to remember it', async () => {
  names++
  const full = createStorage()
  full.setItem = () => {
    throw new DOMException('full', 'QuotaExceededError')
  }
  vi.stubGlobal('localStorage', full)
  const [a, b] = [open({ storage: createStorage() }), open()]
  a.set(tokens('one'))
  await settle(b)
  a.set()
  await settle(b)
  expect([a.read(), b.read(), a.changes.at(-1)]).toEqual([undefined, undefined, undefined])
})

/** What another script of the origin may have left behind, or say. */
const foreign: unknown[] = [
  null,
  7,
  'text',
  [],
  {},
  { at: '5' },
  { at: null },
  { at: 1e308, tokens: { accessToken: 'evil' } },
  { at: 8e12, tokens: 7 },
  { at: 8e12, tokens: { accessToken: 7 } },
  { at: 8e12, tokens: [] },
  { isNewerThan: {} },
]

it.each(foreign)('takes no %j in the storage for tokens, and can be signed in and out', (entry) => {
  names++
  const storage = createStorage()
  vi.stubGlobal('localStorage', createStorage())
  for (const place of [storage, localStorage]) place.setItem(`tab ${names}`, JSON.stringify(entry))
  const tab = open({ storage })
  expect(tab.read()).toBeUndefined()
  tab.set(tokens('one'))
  expect([tab.read(), open({ storage }).read()]).toEqual(['one', 'one'])
  tab.set()
  expect([tab.read(), open({ storage }).read()]).toEqual([undefined, undefined])
})

it('never takes tokens from where sign-outs are remembered', async () => {
  names++
  vi.stubGlobal('localStorage', createStorage())
  const tab = open({ storage: createStorage() })
  tab.set(tokens('one'))
  localStorage.setItem(`tab ${names}`, JSON.stringify({ at: Date.now() + 1e6, tokens: tokens('planted') }))
  await tab.ask()
  expect([tab.read(), open({ storage: createStorage() }).read()]).toEqual([undefined, undefined])
})

it('takes what is no JSON in the storage for nothing', () => {
  names++
  const storage = createStorage()
  storage.setItem(`tab ${names}`, '{"at":')
  expect(open({ storage }).read()).toBeUndefined()
})

it('pollutes no prototype by what it reads', () => {
  names++
  const storage = createStorage()
  storage.setItem(`tab ${names}`, '{"at":1,"__proto__":{"polluted":1},"tokens":{"accessToken":"one","__proto__":{"polluted":1}}}')
  expect(open({ storage }).read()).toBe('one')
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
})

it.each(foreign)('takes no message %j for tokens, and is not disturbed by it', async (message) => {
  names++
  const tab = open()
  tab.set(tokens('one'))
  const channel = new BroadcastChannel(`tab ${names}`)
  const uncaught = vi.fn()
  process.on('uncaughtException', uncaught)
  channel.postMessage(message) // oxlint-disable-line unicorn/require-post-message-target-origin -- a channel has one origin
  await settle(tab)
  channel.close()
  process.off('uncaughtException', uncaught)
  expect([tab.read(), uncaught.mock.calls]).toEqual(['one', []])
  tab.set()
  expect(tab.read()).toBeUndefined()
})

it('reads again, when it asks, whether everybody has signed out: the last tab that could tell may be closed', async () => {
  names++
  vi.stubGlobal('localStorage', createStorage())
  const cached = open({ storage: createStorage() })
  cached.set(tokens('one'))
  localStorage.setItem(`tab ${names}`, JSON.stringify({ at: Date.now() + 1 }))
  await cached.ask()
  expect([cached.read(), cached.changes]).toEqual([undefined, ['one', undefined]])
})

it('a tab that comes back with its old storage after everybody has signed out is signed out', async () => {
  names++
  vi.stubGlobal('localStorage', createStorage())
  const old = createStorage()
  const first = open({ storage: old })
  first.set(tokens('one'))
  first.close()
  const restored = createStorage()
  restored.setItem(`tab ${names}`, old.getItem(`tab ${names}`)!)
  const second = open({ storage: old })
  second.set()
  second.close()
  const again = open({ storage: restored })
  await again.ready
  expect(again.read()).toBeUndefined()
  again.set(tokens('two'))
  expect([again.read(), open({ storage: restored }).read()]).toEqual(['two', 'two'])
})
