import { ProtocolError } from '@auth/core-errors'
import { checkInteger, checkObject, checkOption } from '@auth/core-errors/options'
import { checkSignal } from './check-signal.ts'

/** What {@link readBounded} takes beside the response and the cap. */
export interface ReadBoundedOptions {
  /** Ends the reading: the body is cancelled and the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Reads a body whole, and no more of it than `maxBytes` and the chunk that goes past them. The bytes are counted after
 * content decoding, so that a compressed body cannot unfold without end.
 * @param maxBytes the cap, in bytes
 * @throws {ProtocolError} SRV_5003 past the cap; the body is cancelled
 * @throws {InvalidConfigError} VAL_2002 for a response whose body was already used, or another wrong argument
 */
export async function readBounded(
  response: Response,
  maxBytes: number,
  options: ReadBoundedOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  checkInteger(maxBytes, 'maxBytes')
  const signal = checkSignal(checkObject(options, 'options').signal, 'signal')
  const isUnused = 'bodyUsed' in Object(response) && !response.bodyUsed && !response.body?.locked
  checkOption(isUnused, response, 'response', 'a Response whose body is unused')
  const reader = response.body?.getReader()
  if (!reader) return new Uint8Array()
  // A cancel that fails or hangs must not hide why it was made.
  const cancel = (reason: unknown): void => void reader.cancel(reason).catch(() => undefined)
  const onAbort = (): void => cancel(signal?.reason)
  signal?.addEventListener('abort', onAbort)
  try {
    return concatenate(await readChunks(reader, maxBytes, signal))
  } catch (error) {
    cancel(error)
    throw error
  } finally {
    signal?.removeEventListener('abort', onAbort)
  }
}

async function readChunks(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  maxBytes: number,
  signal: AbortSignal | undefined,
): Promise<readonly Uint8Array[]> {
  const chunks: Uint8Array[] = []
  for (let total = 0; ;) {
    signal?.throwIfAborted()
    const { done, value } = await reader.read()
    signal?.throwIfAborted()
    if (done) return chunks
    if (!ArrayBuffer.isView(value)) throw new ProtocolError('the response body is not made of bytes')
    total += value.byteLength
    if (total > maxBytes) throw new ProtocolError(`the response body is longer than ${maxBytes} bytes`, { details: { maxBytes } })
    chunks.push(value)
  }
}

function concatenate(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(chunks.reduce((total, chunk) => total + chunk.byteLength, 0))
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.byteLength
  }
  return bytes
}
