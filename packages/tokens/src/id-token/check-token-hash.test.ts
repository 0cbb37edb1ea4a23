import { expect, it } from 'vitest'
import { checkTokenHash, type TokenHashQuestion } from './check-token-hash.ts'

const refusal = (check: string): unknown => expect.objectContaining({ code: 'AUTH_1002', details: { check } })
const question: TokenHashQuestion = {
  claim: 'at_hash',
  actual: '77QmUPtjPfzWtF2AnpK9RQ',
  value: 'jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y',
  alg: 'RS256',
  isRequired: true,
}

it('OpenID Connect Core A.3 and A.4: the hashes of the examples', async () => {
  await checkTokenHash(question)
  const code = 'Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk'
  await checkTokenHash({ ...question, claim: 'c_hash', value: code, actual: 'LDktKdoQak3Pk0cnXxCltA' })
})

it('refuses another hash, the whole hash, and none where one is required', async () => {
  for (const actual of ['77QmUPtjPfzWtF2AnpK9RR', '', null, undefined, ['77QmUPtjPfzWtF2AnpK9RQ']]) {
    await expect(checkTokenHash({ ...question, actual })).rejects.toThrow(refusal('at_hash'))
  }
  await expect(checkTokenHash({ ...question, claim: 'c_hash', value: 'other' })).rejects.toThrow(refusal('c_hash'))
  await checkTokenHash({ ...question, actual: undefined, isRequired: false })
})
