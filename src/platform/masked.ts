/** Texts that have the form of a secret, and what stands in their place. */
const secrets: readonly (readonly [form: RegExp, instead: string])[] = [
  [/\bbm_([A-Za-z0-9-]{1,64})_[A-Za-z0-9_-]{8,}/g, 'bm_$1_…'],
  [/\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*)?/g, 'eyJ…'],
  [/\b([a-z][a-z0-9+.-]*:\/\/[^\s:/@"']*):[^\s/@"']+@/gi, '$1:…@'],
]

/** A text without the secrets in it that can be told by their form: access keys, tokens, passwords of addresses. */
export function masked(text: string): string {
  return secrets.reduce((safe, [form, instead]) => safe.replace(form, instead), text)
}
