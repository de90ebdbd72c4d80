/**
 * Waits some seconds. Ends early when the signal aborts, when the browser says that the network is back, and
 * when the reader comes back to the page: nobody should look at a page that is only waiting.
 */
export async function pause(seconds: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const seen = (): void => {
    if (document.visibilityState === 'visible') resolve()
  }
  const timer = setTimeout(resolve, seconds * 1_000)
  signal.addEventListener('abort', () => resolve(), { once: true })
  window.addEventListener('online', () => resolve(), { once: true, signal })
  document.addEventListener('visibilitychange', seen, { signal })
  await promise
  clearTimeout(timer)
  document.removeEventListener('visibilitychange', seen)
}
