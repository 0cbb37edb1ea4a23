import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { expect, it } from 'vitest'
import { withForm } from '../provider/structured-tokens.ts'
import { readForm } from './read-form.ts'

const request = (form: Record<string, string>) => withForm(new IncomingMessage(new Socket()), new URLSearchParams(form))

it('reads a form', async () => {
  expect(Object.fromEntries(await readForm(request({ username: 'ada', password: 'ä &=' })))).toEqual({ username: 'ada', password: 'ä &=' })
})

it('refuses one that is too big', async () => {
  await expect(readForm(request({ password: 'x'.repeat(9000) }))).rejects.toThrow('bigger than 8192 bytes')
})
