/**
 * The network that stands for one party, of an address as sockets and proxies write it: an IPv4 address itself, of an
 * IPv6 address its first 64 bits, because one party has as many of the others as it likes. What is no address stands
 * for itself.
 */
export function networkOf(address: string): string {
  const [, mapped] = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(address) ?? []
  if (mapped !== undefined) return mapped
  if (!/^[\da-f:]*:[\da-f:.]*(%.*)?$/i.test(address)) return address
  const [front = [], tail] = address.split('::', 2).map(groupsOf)
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - front.length - tail.length)
  const groups = [...front, ...Array<string>(zeros).fill('0'), ...(tail ?? [])].slice(0, 4)
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`
}

function groupsOf(text: string): readonly string[] {
  return text === '' ? [] : text.split(':')
}

/** Says whether an address is of the machine itself. */
export function isLoopback(address: string): boolean {
  return address === '::1' || /^127(?:\.\d{1,3}){3}$/.test(networkOf(address))
}
