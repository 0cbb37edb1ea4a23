import { IDBFactory, IDBObjectStore as FDBObjectStore } from 'fake-indexeddb'
import { describe, expect, it, vi } from 'vitest'
import { catchError } from '../../test/catch-error.ts'
import { DPoPKeyPair } from './dpop-key-pair.ts'
import { IndexedDBKeyStore } from './indexed-db-key-store.ts'

// fake-indexeddb clones what it keeps by Node's structuredClone, which clones CryptoKey handles as browsers do. That the
// handles survive the end of a page is shown with a real browser, in test/chromium.test.ts.
describe('IndexedDBKeyStore', () => {
  it.each(['ES256', 'EdDSA', 'PS256'] as const)(
    'gives back a key pair for %s that signs for the same thumbprint and still cannot be extracted',
    async (algorithm) => {
      const store = new IndexedDBKeyStore({ indexedDB: new IDBFactory() })
      const keyPair = await DPoPKeyPair.generate({ algorithm })
      await store.save('alice', keyPair)
      const loaded = await store.load('alice')
      expect(loaded?.thumbprint).toBe(keyPair.thumbprint)
      expect(loaded?.keys.privateKey).not.toBe(keyPair.keys.privateKey)
      expect(loaded?.keys.privateKey.extractable).toBe(false)
      await expect(crypto.subtle.exportKey('jwk', loaded!.keys.privateKey)).rejects.toThrow()
      expect(await loaded?.createProof({ method: 'GET', url: 'https://api.example/' })).toMatch(/^ey/)
    },
  )

  it('keeps key pairs apart by their names, and by the name of the database', async () => {
    const indexedDB = new IDBFactory()
    const store = new IndexedDBKeyStore({ indexedDB })
    const [alice, bob] = await Promise.all([DPoPKeyPair.generate(), DPoPKeyPair.generate()])
    await store.save('alice', alice)
    await store.save('bob', bob)
    expect((await store.load('alice'))?.thumbprint).toBe(alice.thumbprint)
    expect((await store.load('bob'))?.thumbprint).toBe(bob.thumbprint)
    expect(await new IndexedDBKeyStore({ indexedDB, databaseName: 'other' }).load('alice')).toBeUndefined()
  })

  it('replaces what was kept under a name, and forgets it', async () => {
    const store = new IndexedDBKeyStore({ indexedDB: new IDBFactory() })
    const second = await DPoPKeyPair.generate()
    await store.save('alice', await DPoPKeyPair.generate())
    await store.save('alice', second)
    expect((await store.load('alice'))?.thumbprint).toBe(second.thumbprint)
    await store.delete('alice')
    expect(await store.load('alice')).toBeUndefined()
    await store.delete('alice')
  })

  it('generates a key pair once, for two tabs that ask at the same time and for every later page', async () => {
    const indexedDB = new IDBFactory()
    const tabs = Array.from({ length: 4 }, () => new IndexedDBKeyStore({ indexedDB }))
    const keyPairs = await Promise.all(tabs.map((tab) => tab.loadOrGenerate('app', { algorithm: 'ES384' })))
    keyPairs.push(await new IndexedDBKeyStore({ indexedDB }).loadOrGenerate('app'))
    expect(new Set(keyPairs.map(({ thumbprint }) => thumbprint)).size).toBe(1)
    expect(keyPairs.at(-1)?.algorithm).toBe('ES384')
  })

  it('fails with the cause, as an outage, where the browser refuses', async () => {
    const cause = new DOMException('no', 'SecurityError')
    const indexedDB = {
      open: () => {
        throw cause
      },
    } as unknown as IDBFactory // a port, of which one method is used
    expect(await catchError(() => new IndexedDBKeyStore({ indexedDB }).load('a'))).toMatchObject({ code: 'SRV_5002', cause })
  })

  it('fails as an outage when the database is somebody else’s', async () => {
    const indexedDB = new IDBFactory()
    await new Promise((resolve) => {
      indexedDB.open('auth-dpop', 7).addEventListener('success', resolve)
    })
    expect(await catchError(() => new IndexedDBKeyStore({ indexedDB }).load('a'))).toMatchObject({ code: 'SRV_5002' })
  })

  it('fails as an outage when a key pair can be neither added nor loaded', async () => {
    const indexedDB = new IDBFactory()
    const store = new IndexedDBKeyStore({ indexedDB })
    const add = vi.spyOn(FDBObjectStore.prototype, 'add').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    expect(await catchError(() => store.loadOrGenerate('a'))).toMatchObject({ code: 'SRV_5002', cause: { name: 'QuotaExceededError' } })
    add.mockRestore()
  })

  it('says so where there is no IndexedDB', async () => {
    expect(await catchError(() => new IndexedDBKeyStore().load('a'))).toMatchObject({ code: 'VAL_2002', details: { option: 'indexedDB' } })
  })

  it('refuses arguments of the wrong kind, by name', async () => {
    const store = new IndexedDBKeyStore({ indexedDB: new IDBFactory() })
    const keyPair = await DPoPKeyPair.generate()
    const attempts: [string, () => unknown][] = [
      ['name', () => store.load('')],
      ['name', () => store.save(undefined as never, keyPair)],
      ['name', () => store.delete(7 as never)],
      ['now', () => store.load('a', { now: 7 as never })],
      ['name', () => store.loadOrGenerate(null as never)],
      ['keyPair', () => store.save('a', { keys: {} } as never)],
      ['databaseName', () => new IndexedDBKeyStore({ databaseName: '' })],
      ['indexedDB', () => new IndexedDBKeyStore({ indexedDB: 'no' as never })],
    ]
    for (const [option, attempt] of attempts) {
      expect(await catchError(attempt)).toMatchObject({ code: 'VAL_2002', details: { option } })
    }
  })
})
