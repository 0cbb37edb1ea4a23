import { expect, it } from 'vitest'
import { createMemoryAdapter } from './memory-adapter.ts'

let now = 0
const createAdapter = createMemoryAdapter(() => now)
const adapter = createAdapter('Session')

it('finds what was put in, by id, uid and user code', async () => {
  await adapter.upsert('1', { uid: 'u', userCode: 'c' }, 10)
  const payload = { uid: 'u', userCode: 'c' }
  expect([await adapter.find('1'), await adapter.findByUid('u'), await adapter.findByUserCode('c')]).toEqual([payload, payload, payload])
})

it('forgets what has expired', async () => {
  await adapter.upsert('2', { uid: 'two' }, 10)
  now += 10_000
  expect([await adapter.find('2'), await adapter.findByUid('two')]).toEqual([undefined, undefined])
})

it('keeps what has no expiry', async () => {
  await adapter.upsert('3', {})
  now += 1e12
  expect(await adapter.find('3')).toEqual({})
})

it('gives the same store to whoever asks for the same model, and another to other models', async () => {
  await adapter.upsert('4', {})
  expect(await createAdapter('Session').find('4')).toEqual({})
  expect(await createAdapter('Grant').find('4')).toBeUndefined()
})

it('marks what was consumed, in seconds', async () => {
  now = 5500
  await adapter.upsert('5', {})
  await adapter.consume('5')
  expect(await adapter.find('5')).toEqual({ consumed: 5 })
})

it('destroys by id and by grant', async () => {
  for (const [id, grantId] of [
    ['6', 'g'],
    ['7', 'g'],
    ['8', 'h'],
  ] as const)
    await adapter.upsert(id, { grantId })
  await adapter.destroy('6')
  await adapter.revokeByGrantId('g')
  expect(await Promise.all(['6', '7', '8'].map((id) => adapter.find(id)))).toEqual([undefined, undefined, { grantId: 'h' }])
})
