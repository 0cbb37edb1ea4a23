/** What the page is told by its server: who the provider is, and where the API is. None of it is secret. */
export interface Settings {
  readonly issuer: string
  readonly clientId: string
  readonly audience: string
  readonly apiUrl: string
}

/** Fetches the settings from the page's own server. */
export async function fetchSettings(): Promise<Settings> {
  const response = await fetch('/settings.json')
  if (!response.ok) throw new Error(`the settings cannot be had: status ${response.status}`)
  return (await response.json()) as Settings
}
