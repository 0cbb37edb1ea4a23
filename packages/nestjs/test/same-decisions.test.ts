import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createKit, type Kit } from './kit.ts'
import { listAttacks, type RequestRow, requests } from './requests.ts'
import type { Subject } from './subject.ts'
import { subjects } from './subjects/subjects.ts'

describe.each(subjects)('%s', (_name, start) => {
  let kit: Kit
  let subject: Subject
  beforeAll(async () => {
    kit = await createKit()
    subject = await start(kit)
  })
  afterAll(() => subject?.close())

  async function decide({ operation, spelling = 'plain', credentials }: RequestRow): ReturnType<Subject['send']> {
    return subject.send(operation, await credentials(kit, subject.target(operation)), spelling)
  }

  it.each(requests.map((row) => [row.name, row] as const))('%s', async (_row, row) => {
    const { status, code, answer } = row.expected
    const outcome = await decide(row)
    if (row.spelling === undefined) expect(outcome).toEqual({ status, code, answer })
    // Under another spelling it is the same, or it is nothing; HEAD has no body to tell more.
    else if (row.spelling === 'head') expect([status, undefined]).toContain(outcome?.status)
    else if (outcome !== undefined) expect(outcome).toEqual({ status, code, answer })
  })

  it('no attack on a token passes', async () => {
    const attacks = await listAttacks(kit)
    expect(attacks.length).toBeGreaterThan(50)
    for (const attack of attacks) expect(await decide(attack), attack.name).toMatchObject(attack.expected)
  })
})

it('the plain requests are known everywhere, and most spellings nowhere or as the same', () => {
  expect(subjects.length).toBeGreaterThan(8)
  expect(new Set(requests.map(({ name }) => name)).size).toBe(requests.length)
})
