import { ProtocolError } from '@auth/core-errors'
import { describe, expect, it } from 'vitest'
import { readObject, readOptionalString, readSeconds, readString } from './read-object.ts'

const expectation = { from: 'the endpoint', now: Date.now, correlationId: 'c' }

describe('readObject', () => {
  it('gives the frozen object of an expected status', async () => {
    const raw = await readObject(Response.json({ a: 1 }, { status: 201 }), { ...expectation, statuses: [201] })
    expect(raw).toEqual({ a: 1 })
    expect(Object.isFrozen(raw)).toBe(true)
  })

  it('another status is a typed error', async () => {
    await expect(readObject(Response.json({ error: 'access_denied' }, { status: 400 }), expectation)).rejects.toMatchObject({
      name: 'AccessDeniedError',
      correlationId: 'c',
    })
    await expect(readObject(Response.json({}, { status: 201 }), expectation)).rejects.toThrow()
  })

  it.each(['', '[]', 'null', '"x"', '<html>'])('%j is no object', async (body) => {
    await expect(readObject(new Response(body), expectation)).rejects.toMatchObject({
      constructor: ProtocolError,
      details: { check: 'json' },
      correlationId: 'c',
    })
  })
})

describe('members', () => {
  const raw = { text: 'x', empty: '', number: 7, negative: -1, huge: Infinity, nothing: null }

  it('that are what they must be', () => {
    expect([
      readString(raw, 'text', 'x'),
      readOptionalString(raw, 'absent', 'x'),
      readSeconds(raw, 'number', 'x'),
      readSeconds(raw, 'absent', 'x'),
    ]).toEqual(['x', undefined, 7, undefined])
  })

  it.each([
    [readString, 'empty'],
    [readString, 'absent'],
    [readString, 'number'],
    [readOptionalString, 'nothing'],
    [readOptionalString, 'empty'],
    [readSeconds, 'text'],
    [readSeconds, 'negative'],
    [readSeconds, 'huge'],
    [readSeconds, 'nothing'],
  ])('that are not are named: %o %s', (read, member) => {
    expect(() => read(raw, member, 'the endpoint')).toThrow(expect.objectContaining({ code: 'SRV_5003', details: { check: member } }))
  })
})
