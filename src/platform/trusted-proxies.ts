import { BlockList, isIP } from 'node:net'
import { isLoopback } from '../kernel/network.ts'

/** The proxies that are believed when they say for whom they ask. */
export type TrustedProxies = {
  /** Whether there are any. */
  readonly some: boolean
  /** Whether an address is of one of them. */
  trusts(address: string): boolean
  /** Whose request it is: the first address, from ours outwards, that is no trusted proxy. */
  clientOf(remote: string | undefined, forwardedFor: string | readonly string[] | undefined): string
}

/** An address or a range, as in `10.0.0.0/8`. */
const rangeForm = /^([0-9a-fA-F.:]{2,45})(?:\/(\d{1,3}))?$/

/** Whether a text is an address or a range of addresses. */
export function isAddressRange(text: string): boolean {
  const [, address = '', bits] = rangeForm.exec(text) ?? []
  const family = isIP(address)
  return family !== 0 && Number(bits ?? 0) <= (family === 4 ? 32 : 128)
}

/** Makes the list of trusted proxies from addresses and ranges that `isAddressRange` knows. */
export function trustedProxies(ranges: readonly string[]): TrustedProxies {
  const list = new BlockList()
  for (const range of ranges) {
    const [, address = '', bits] = rangeForm.exec(range) ?? []
    const family = isIP(address) === 4 ? 'ipv4' : 'ipv6'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  const trusts = (address: string): boolean => {
    const plain = plainAddress(address)
    const family = isIP(plain)
    return family !== 0 && list.check(plain, family === 4 ? 'ipv4' : 'ipv6')
  }
  return {
    some: ranges.length > 0,
    trusts,
    clientOf: (remote, forwardedFor) => {
      let client = plainAddress(remote ?? '')
      if (forwardedFor === undefined) return client
      if (ranges.length === 0) return behind(client)
      // Only the end of the list is by proxies that are believed; what stands before it anybody may have written.
      const said = [forwardedFor].flat().join(',').split(',')
      while (trusts(client)) {
        const before = said.pop()?.trim()
        if (before === undefined || before === '') break
        client = plainAddress(before)
      }
      return client
    },
  }
}

/**
 * Whoever comes through a proxy on this machine that nobody trusts is not of this machine, and nobody knows of which: all
 * of them are one.
 */
export function behind(proxy: string): string {
  return isLoopback(proxy) ? `behind ${proxy}` : proxy
}

/** An IPv4 address as such, also where the system tells it as one of IPv6. */
export function plainAddress(address: string): string {
  return /^::ffff:\d+\.\d+\.\d+\.\d+$/i.test(address) ? address.slice(7) : address
}
