import { describe } from 'vitest'
import { itSendsAttempts } from '../test/send-attempts-contract.ts'
import { sendAttempts } from './send-plainly.ts'

describe('sendAttempts, plainly', () => itSendsAttempts(sendAttempts))
