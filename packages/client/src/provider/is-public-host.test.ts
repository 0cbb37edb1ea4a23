import { describe, expect, it } from 'vitest'
import { isPublicHost } from './is-public-host.ts'

describe('isPublicHost', () => {
  it.each([
    'https://as.example.com',
    'https://8.8.8.8',
    'https://172.32.0.1',
    'https://100.63.0.1',
    'https://[2606:4700::1]',
    'https://localhost.example.com',
  ])('%s may be public', (url) => {
    expect(isPublicHost(new URL(url))).toBe(true)
  })

  it.each([
    'https://127.0.0.1',
    'https://2130706433',
    'https://0x7f.1',
    'https://0177.0.0.1',
    'https://10.1.2.3',
    'https://172.16.0.1',
    'https://172.31.255.255',
    'https://192.168.1.1',
    'https://169.254.169.254',
    'https://100.64.0.1',
    'https://0.0.0.0',
    'https://224.0.0.1',
    'https://255.255.255.255',
    'https://198.18.0.1',
    'https://[::1]',
    'https://[::]',
    'https://[::ffff:127.0.0.1]',
    'https://[fe80::1]',
    'https://[fd00::1]',
    'https://[64:ff9b::7f00:1]',
    'https://[2002:7f00:1::]',
    'https://localhost',
    'https://localhost.',
    'https://LOCALHOST',
    'https://a.localhost',
    'https://metadata.google.internal',
    'https://router',
    'https://printer.local',
  ])('%s is not', (url) => {
    expect(isPublicHost(new URL(url))).toBe(false)
  })
})
