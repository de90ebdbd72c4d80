/** An example that a link asks for, with variables to fill in. */
export type RequestedExample = { readonly name: string; readonly variables: string }

/**
 * Reads `#example=CitedFigure&variables={"id":"…"}` of the page's address; null where it asks for nothing.
 * Variables come back as indented JSON; text that is no JSON object is left out.
 */
export function readRequestedExample(hash: string): RequestedExample | null {
  const parameters = new URLSearchParams(hash.replace(/^#/, ''))
  const name = parameters.get('example')
  if (name === null) return null
  return { name, variables: indented(parameters.get('variables') ?? '') }
}

function indented(text: string): string {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? JSON.stringify(value, null, 2) : ''
  } catch {
    return '' // a link with broken variables still opens its example
  }
}
