import { InvalidConfigError, ProtocolError } from '@auth/core-errors'
import { array, assert, asyncProperty, nat, uint8Array } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countListeners } from '../test/count-listeners.ts'
import { readBounded } from './read-bounded.ts'

/** A body that tells how many chunks were pulled from it and whether it was cancelled. */
function observedBody(chunks: readonly unknown[]): { response: Response; seen: { pulled: number; cancelled: unknown } } {
  const seen = { pulled: 0, cancelled: undefined as unknown }
  const stream = new ReadableStream(
    {
      pull(controller) {
        if (seen.pulled === chunks.length) return controller.close()
        controller.enqueue(chunks[seen.pulled++])
      },
      cancel(reason) {
        seen.cancelled = reason ?? 'cancelled'
      },
    },
    { highWaterMark: 0 },
  )
  return { response: new Response(stream), seen }
}

const kibibyte = new Uint8Array(1024)

describe('readBounded', () => {
  it('gives back exactly the bytes that came, whatever the chunks', async () => {
    await assert(
      asyncProperty(array(uint8Array()), nat(), async (chunks, spare) => {
        const expected = Buffer.concat(chunks)
        const bytes = await readBounded(observedBody(chunks).response, expected.length + spare)
        expect(Buffer.from(bytes).equals(expected)).toBe(true)
      }),
    )
  })

  it('passes a body of exactly the cap', async () => {
    expect(await readBounded(observedBody([kibibyte, kibibyte]).response, 2048)).toHaveLength(2048)
  })

  it('cuts a body past the cap after at most one chunk more, and cancels it', async () => {
    const { response, seen } = observedBody(Array.from({ length: 1000 }, () => kibibyte))
    const error = await readBounded(response, 2048).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(ProtocolError)
    expect(error).toMatchObject({ details: { maxBytes: 2048 } })
    expect(seen).toEqual({ pulled: 3, cancelled: error })
  })

  it('ends with the reason of an aborted signal while a chunk is awaited, and cancels the body', async () => {
    let cancelled: unknown
    const stream = new ReadableStream({ cancel: (reason) => void (cancelled = reason) })
    const controller = new AbortController()
    const reading = readBounded(new Response(stream), 10, { signal: controller.signal })
    const reason = new Error('deadline')
    controller.abort(reason)
    await expect(reading).rejects.toBe(reason)
    expect(cancelled).toBe(reason)
  })

  it('reads nothing for a signal that is already aborted, and cancels the body', async () => {
    const { response, seen } = observedBody([kibibyte])
    const reason = new Error('deadline')
    await expect(readBounded(response, 10, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    expect(seen).toEqual({ pulled: 0, cancelled: reason })
  })

  it('leaves no listener behind, however it ends', async () => {
    const { signal, count } = countListeners()
    await readBounded(new Response('text'), 10, { signal })
    await readBounded(new Response('text'), 1, { signal }).catch(() => undefined)
    expect(count()).toBe(0)
  })

  it('passes on the failure of a body that breaks off', async () => {
    const stream = new ReadableStream({ pull: (controller) => controller.error(new Error('reset')) })
    await expect(readBounded(new Response(stream), 10)).rejects.toThrow('reset')
  })

  it('gives no bytes for a response without a body', async () => {
    expect(await readBounded(new Response(null, { status: 204 }), 0)).toHaveLength(0)
  })

  it('refuses a body whose chunks are not bytes, for they cannot be counted', async () => {
    await expect(readBounded(observedBody(['text']).response, 10)).rejects.toBeInstanceOf(ProtocolError)
  })

  it.each([
    ['response', undefined, 1],
    ['response', new Response(new ReadableStream().pipeThrough(new TransformStream())), 1],
    ['maxBytes', new Response(), -1],
    ['maxBytes', new Response(), Number.NaN],
  ])('refuses a wrong %s', async (option, response, maxBytes) => {
    if (response?.body) response.body.getReader()
    const error = await readBounded(response as Response, maxBytes).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(InvalidConfigError)
    expect(error).toMatchObject({ details: { option } })
  })

  it.each([
    ['options', null],
    ['signal', { signal: 'stop' }],
  ])('refuses wrong options: %s', async (option, options) => {
    await expect(readBounded(new Response(), 1, options as never)).rejects.toMatchObject({ code: 'VAL_2002', details: { option } })
  })

  it('refuses a body that was already read', async () => {
    const response = new Response('text')
    await response.text()
    await expect(readBounded(response, 10)).rejects.toBeInstanceOf(InvalidConfigError)
  })
})
