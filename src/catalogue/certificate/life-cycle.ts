import type { CertificateStatus } from './terms.ts'

/** What happens to a certificate: its source says a state of it, or its last day passes. */
export type CertificateEvent =
  | 'SAYS_VALID'
  | 'SAYS_SUSPENDED'
  | 'SAYS_WITHDRAWN'
  | 'SAYS_CANCELLED'
  | 'SAYS_EXPIRED'
  | 'END_PASSES'

/** The state after an event; REFUSED where nothing may be said after a final state but that state again. */
export type CertificateOutcome = CertificateStatus | 'REFUSED'

/**
 * Every state and everything that may happen in it. WITHDRAWN and CANCELLED are final. EXPIRED is not: what says VALID on
 * a day that is not past its end is a renewal, or takes back that it had ended.
 */
export const certificateLifeCycle: Readonly<
  Record<CertificateStatus, Readonly<Record<CertificateEvent, CertificateOutcome>>>
> = {
  VALID: {
    SAYS_VALID: 'VALID',
    SAYS_SUSPENDED: 'SUSPENDED',
    SAYS_WITHDRAWN: 'WITHDRAWN',
    SAYS_CANCELLED: 'CANCELLED',
    SAYS_EXPIRED: 'EXPIRED',
    END_PASSES: 'EXPIRED',
  },
  SUSPENDED: {
    SAYS_VALID: 'VALID',
    SAYS_SUSPENDED: 'SUSPENDED',
    SAYS_WITHDRAWN: 'WITHDRAWN',
    SAYS_CANCELLED: 'CANCELLED',
    SAYS_EXPIRED: 'EXPIRED',
    END_PASSES: 'EXPIRED',
  },
  EXPIRED: {
    SAYS_VALID: 'VALID',
    SAYS_SUSPENDED: 'SUSPENDED',
    SAYS_WITHDRAWN: 'WITHDRAWN',
    SAYS_CANCELLED: 'CANCELLED',
    SAYS_EXPIRED: 'EXPIRED',
    END_PASSES: 'EXPIRED',
  },
  WITHDRAWN: {
    SAYS_VALID: 'REFUSED',
    SAYS_SUSPENDED: 'REFUSED',
    SAYS_WITHDRAWN: 'WITHDRAWN',
    SAYS_CANCELLED: 'REFUSED',
    SAYS_EXPIRED: 'REFUSED',
    END_PASSES: 'WITHDRAWN',
  },
  CANCELLED: {
    SAYS_VALID: 'REFUSED',
    SAYS_SUSPENDED: 'REFUSED',
    SAYS_WITHDRAWN: 'REFUSED',
    SAYS_CANCELLED: 'CANCELLED',
    SAYS_EXPIRED: 'REFUSED',
    END_PASSES: 'CANCELLED',
  },
}

/** The states that a last day ends. */
export const endingStatuses: readonly CertificateStatus[] = statusesWith(
  (cells, status) => cells.END_PASSES !== status,
)

/** The states after which another one is refused. */
export const finalStatuses: readonly CertificateStatus[] = statusesWith((cells) =>
  Object.values(cells).includes('REFUSED'),
)

/** The state on a day of what its source calls `status`: the last day is the last one on which it holds. */
export function statusOn(status: CertificateStatus, validTo: string | null, day: string): CertificateStatus {
  return validTo !== null && validTo < day && endingStatuses.includes(status) ? 'EXPIRED' : status
}

/** The state after a source has said one, by what is known. */
export function statusAfter(known: CertificateStatus, said: CertificateStatus): CertificateOutcome {
  return certificateLifeCycle[known][`SAYS_${said}`]
}

function statusesWith(
  holds: (
    cells: Readonly<Record<CertificateEvent, CertificateOutcome>>,
    status: CertificateStatus,
  ) => boolean,
): readonly CertificateStatus[] {
  return (Object.keys(certificateLifeCycle) as CertificateStatus[]).filter((status) =>
    holds(certificateLifeCycle[status], status),
  )
}
