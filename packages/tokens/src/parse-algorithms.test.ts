import { describe, expect, it } from 'vitest'
import { algorithms } from './algorithms.ts'
import { parseAlgorithms } from './parse-algorithms.ts'

const wrong = (option: string): unknown => expect.objectContaining({ code: 'VAL_2002', details: { option } })

describe('parseAlgorithms', () => {
  it('CVE-2020-15084: without a list allows every supported algorithm, which are asymmetric', () => {
    expect([...parseAlgorithms(undefined)]).toEqual([...algorithms.keys()])
  })

  it('keeps to the list', () => {
    expect([...parseAlgorithms(['ES256'])]).toEqual(['ES256'])
  })

  it.each([[[]], [['none']], [['HS256']], [['ES256', 'HS256']], [['es256']], [['']], ['ES256'], [null], [{}]])('refuses %j', (names) => {
    expect(() => parseAlgorithms(names as never)).toThrow(wrong('algorithms'))
  })

  it('names the option under which the list was given', () => {
    expect(() => parseAlgorithms([], 'idTokenSigningAlg')).toThrow(wrong('idTokenSigningAlg'))
  })
})
