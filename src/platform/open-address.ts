/**
 * What is wrong with listening on an address without TLS; null where nothing is. Keys travel in every request: on an
 * address that other machines reach, they must not travel in the clear.
 */
export function openAddressProblem(host: string): string | null {
  if (isOwnMachine(host)) return null
  return (
    `HOST: expected an address of this machine alone, like 127.0.0.1; came "${host.slice(0, 80)}", which others reach, ` +
    'and keys and data would travel in the clear. Set TLS_CERT and TLS_KEY, so that the hub speaks HTTPS; or ' +
    'TRUSTED_PROXIES to the proxies that speak HTTPS for it; or, where nobody else can listen in, INSECURE_HTTP=allow'
  )
}

/** Whether only this machine can reach an address. A name other than `localhost` may lead anywhere. */
export function isOwnMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
}
