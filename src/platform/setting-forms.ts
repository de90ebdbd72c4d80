import { z } from 'zod'

/** A whole number within bounds, written in digits. */
export function whole(from: number, to: number) {
  return z
    .string()
    .regex(/^\d{1,12}$/)
    .transform(Number)
    .pipe(z.number().int().min(from).max(to))
}

/** Words from a list, one or more of them, with commas between. */
export function wordsOf<const Word extends string>(words: readonly [Word, ...Word[]]) {
  return z
    .string()
    .transform((text) => text.split(',').map((word) => word.trim()))
    .pipe(z.array(z.enum(words)).min(1))
}

/** The address of something that must not be listened in on: https, or http on this very machine. Empty: none. */
export const safeAddress = z
  .string()
  .max(2_000)
  .refine((text) => text === '' || isSafeAddress(text))

/** Says whether what is exchanged with an address cannot be read or changed on the way. */
export function isSafeAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, username, password, hash } = new URL(text)
  if (username !== '' || password !== '' || hash !== '') return false
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))
}

/** Says whether a host name, as an address names it, is this machine. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
}
