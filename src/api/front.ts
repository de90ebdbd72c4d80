import type { IncomingMessage } from 'node:http'
import type { Clock } from '../kernel/clock.ts'
import type { CallerLimit } from '../platform/caller-limit.ts'
import { type Certificate, readCertificate } from '../platform/certificate.ts'
import { type Config, callerPresets } from '../platform/config.ts'
import { type TrustedProxies, trustedProxies } from '../platform/trusted-proxies.ts'
import { Arrivals } from './arrivals.ts'

/** What stands before every door: how the hub is reached, by whom, and how much of it at once. */
export type Front = {
  /** What the hub speaks TLS with; null where it speaks plain HTTP. */
  readonly certificate: Certificate | null
  readonly proxies: TrustedProxies
  /** The origins, besides the hub's own, whose pages may ask from a browser; `*` is every one. */
  readonly origins: readonly string[]
  /** WebSockets of one client's address at most. */
  readonly socketsPerAddress: CallerLimit
  /** How long a request to the graph may take to arrive, and a reader of its answer stand still, in milliseconds. */
  readonly patience: number
  /** How long a request may take to arrive where it brings a delivery, in milliseconds. */
  readonly deliveryPatience: number
  readonly arrivals: Arrivals
}

/** Bytes a millisecond of the slowest line over which a largest delivery still arrives in time. */
const slowestLine = 200

/** Opens the front as the settings say. Throws in words where the certificate cannot be used. */
export async function openFront(config: Config, clock: Clock): Promise<Front> {
  const { TLS_CERT, TLS_KEY, TRUSTED_PROXIES, CORS_ORIGINS, REQUEST_SECONDS } = config
  const proxies = trustedProxies(TRUSTED_PROXIES)
  const patience = REQUEST_SECONDS * 1_000
  const perAddress = {
    set: config.CONNECTIONS_PER_ADDRESS,
    preset: callerPresets.CONNECTIONS_PER_ADDRESS,
  }
  return {
    certificate: TLS_CERT === '' ? null : await readCertificate(TLS_CERT, TLS_KEY),
    proxies,
    origins: CORS_ORIGINS,
    socketsPerAddress: { set: config.SOCKETS_PER_ADDRESS, preset: callerPresets.SOCKETS_PER_ADDRESS },
    patience,
    deliveryPatience: Math.max(60_000, Math.floor(config.BODY_LIMIT / slowestLine)),
    arrivals: new Arrivals({ all: config.CONNECTIONS, perAddress, patience }, proxies, clock),
  }
}

/** The address of whoever asks, the same over HTTP and sockets: behind trusted proxies, the one they ask for. */
export function clientAddress({ proxies }: Front, { socket, headers }: IncomingMessage): string {
  return proxies.clientOf(socket.remoteAddress, headers['x-forwarded-for'])
}
