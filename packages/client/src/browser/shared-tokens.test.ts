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

it('tells the other tabs of new tokens even when its own storage is full', async () => {
  names++
  const isFull = (): never => {
    throw new DOMException('full', 'QuotaExceededError')
  }
  const [a, b] = [open({ storage: { getItem: () => null, setItem: isFull } }), open()]
  expect(() => a.set(tokens('one'))).toThrow('full')
  await settle(b)
  expect([a.read(), b.read()]).toEqual(['one', 'one'])
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
