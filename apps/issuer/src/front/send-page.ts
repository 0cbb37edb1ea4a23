import type { ServerResponse } from 'node:http'
import type { Page } from '../pages/page.ts'

/** Answers a plain HTTP request with a page. */
export function sendPage(response: ServerResponse, status: number, page: Page): void {
  response.writeHead(status, page.headers).end(page.markup)
}
