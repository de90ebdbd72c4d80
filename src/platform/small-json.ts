/** How long an address may take to answer, in milliseconds, and how many bytes its answer may have. */
export type SmallJsonLimits = { readonly patience: number; readonly bytes: number }

/**
 * Reads a small JSON document of another service. Throws where the answer is late, larger than allowed, no JSON, or from
 * elsewhere: a redirect is not followed, because it leads to where nobody has said that the answer may be trusted.
 */
export async function readSmallJson(url: string, { patience, bytes }: SmallJsonLimits): Promise<unknown> {
  const signal = AbortSignal.timeout(patience)
  const response = await fetch(url, {
    redirect: 'manual',
    signal,
    headers: { accept: 'application/json' },
  })
  if (response.status !== 200) {
    await response.body?.cancel()
    throw new Error(`${url} answered with status ${response.status}, where 200 was expected`)
  }
  const text = new TextDecoder('utf-8', { fatal: true }).decode(await bodyOf(response, bytes))
  return JSON.parse(text)
}

async function bodyOf(response: Response, most: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let length = 0
  // Leaving the loop by a throw cancels the rest of the body.
  for await (const part of response.body ?? []) {
    length += part.length
    if (length > most) throw new Error(`${response.url} answered with more than ${most} bytes`)
    parts.push(part)
  }
  return Buffer.concat(parts)
}
