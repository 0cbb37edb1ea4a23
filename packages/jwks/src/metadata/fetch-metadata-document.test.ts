import { expect, it } from 'vitest'
import type { FetchedDocument } from '../http/document-fetch.ts'
import { fetchMetadataDocument } from './fetch-metadata-document.ts'

const issuer = 'https://issuer.example'

function answer(...documents: readonly (readonly [status: number, text: string])[]): {
  urls: string[]
  fetchDocument: (url: string) => Promise<FetchedDocument>
} {
  const urls: string[] = []
  return {
    urls,
    async fetchDocument(url) {
      const [status, text] = documents[urls.push(url) - 1]!
      return { status, text }
    },
  }
}

it('gives what is published without judging it, but for the issuer', async () => {
  const { fetchDocument } = answer([200, JSON.stringify({ issuer, token_endpoint: 5 })])
  expect(await fetchMetadataDocument(issuer, { fetchDocument })).toEqual({ issuer, token_endpoint: 5 })
})

it('asks at most twice', async () => {
  const { urls, fetchDocument } = answer([404, ''], [404, ''])
  await expect(fetchMetadataDocument(issuer, { fetchDocument })).rejects.toMatchObject({ statusCode: 404 })
  expect(urls).toHaveLength(2)
})

it('tells which issuer it expected and which came, shortened', async () => {
  const { fetchDocument } = answer([200, JSON.stringify({ issuer: 'x'.repeat(5000) })])
  await expect(fetchMetadataDocument(issuer, { fetchDocument })).rejects.toThrow(/expected "https:\/\/issuer\.example", got "x{199}$/)
})
