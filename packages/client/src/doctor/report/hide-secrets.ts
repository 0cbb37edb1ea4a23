/** Makes a text that came from outside harmless: no secret, nothing that a terminal obeys. */
export type Hide = (text: string) => string

const hidden = '[hidden]'
/** What begins like a JWT: the provider may send one that nobody gave us. */
const tokenText = /eyJ[\w-]{8,}[\w.=-]*/g
/** Control characters, and what turns the direction of writing. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const controls = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

/** How a secret can be written: as it is, in a URL or form, in base64 (a Basic header too), and a token's parts. */
function listForms(secret: string, clientId: string): readonly string[] {
  const toBase64 = (text: string): string[] => {
    const encoded = Buffer.from(text, 'utf8').toString('base64')
    return [encoded, encoded.replace(/=+$/, ''), Buffer.from(text, 'utf8').toString('base64url')]
  }
  const form = new URLSearchParams({ '': secret }).toString().slice(1)
  const pair = `${new URLSearchParams({ '': clientId }).toString().slice(1)}:${form}`
  const parts = secret.split('.').filter((part) => part.length >= 8)
  return [secret, encodeURIComponent(secret), form, ...parts, ...toBase64(secret), ...toBase64(`${clientId}:${secret}`), ...toBase64(pair)]
}

/** A function that hides these secrets in any text. Longer forms first, so that none is left in pieces. */
export function createHide(secrets: readonly string[], clientId = ''): Hide {
  const forms = [...new Set(secrets.flatMap((secret) => listForms(secret, clientId)))].sort((one, other) => other.length - one.length)
  const hideForms = (text: string): string => forms.reduce((rest, form) => rest.replaceAll(form, hidden), text)
  return (text) => hideForms(hideForms(text).replaceAll(controls, '')).replaceAll(tokenText, hidden)
}
