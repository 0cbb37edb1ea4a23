/** A signal, and how many listen to it. */
export function countListeners(): { readonly signal: AbortSignal; readonly count: () => number } {
  const { signal } = new AbortController()
  let listeners = 0
  signal.addEventListener = () => void listeners++
  signal.removeEventListener = () => void listeners--
  return { signal, count: () => listeners }
}
