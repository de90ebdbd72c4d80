import type { Revision } from '../vintage/terms.ts'
import type { Phrases } from './phrases.ts'
import type { Telling } from './telling.ts'
import { claimStandings, type Step } from './terms.ts'
import { grouped } from './wording.ts'

/** The steps from the observation to the file: which release speaks, where it stands, which claims there are, what it was. */
export function provenanceSteps(telling: Telling, phrases: Phrases): readonly Step[] {
  return [
    ...spokenSteps(telling, phrases),
    ...claimSteps(telling, phrases),
    ...revisionSteps(telling, phrases),
    ...discrepancySteps(telling, phrases),
  ]
}

function spokenSteps({ spoken, release, sources }: Telling, phrases: Phrases): readonly Step[] {
  if (spoken === null || release === null) return []
  const { delivery, line, column } = spoken
  const source = sources.get(delivery.source)
  const published = release.publishedAt?.toISOString() ?? null
  const rule = phrases.latestRelease(source?.name ?? delivery.source, release.code, published)
  const origin = phrases.origin({
    line,
    column,
    form: delivery.form,
    name: delivery.name,
    digest: delivery.digest,
    size: grouped(String(delivery.size)),
    receivedAt: delivery.receivedAt.toISOString(),
    publisher: source?.publisher ?? delivery.source,
    evidence: release.evidence,
  })
  return [
    { kind: 'RULE', rule: 'LATEST_RELEASE', sentence: rule },
    { kind: 'ORIGIN', rule: null, sentence: origin },
  ]
}

function claimSteps({ claims }: Telling, phrases: Phrases): readonly Step[] {
  if (claims === null) return []
  const counts = claimStandings.flatMap((standing) => {
    const count = claims.claims.filter((claim) => claim.standing === standing).length
    return count === 0 ? [] : [[standing, count] as const]
  })
  return [{ kind: 'CLAIMS', rule: null, sentence: phrases.claims(claims.claims.length, counts) }]
}

function revisionSteps({ revisions }: Telling, phrases: Phrases): readonly Step[] {
  const last = revisions.at(-1)
  if (last === undefined) return []
  const step = (sentence: string): Step => ({ kind: 'REVISIONS', rule: null, sentence })
  const steps = [step(revisions.length === 1 ? phrases.neverRevised : revised(revisions, last, phrases))]
  if (last.endedAt !== null && last.endedBy !== null)
    steps.push(step(phrases.ended(last.endedAt, last.endedBy)))
  return steps
}

function revised(revisions: readonly Revision[], last: Revision, phrases: Phrases): string {
  return phrases.revised(revisions.length - 1, {
    from: last.previousValue === null ? null : grouped(last.previousValue),
    to: last.value === null ? null : grouped(last.value),
    position: last.position,
    recordedAt: last.recordedAt.toISOString(),
    release: last.releaseId,
    reason: last.reason,
  })
}

function discrepancySteps({ discrepancies }: Telling, phrases: Phrases): readonly Step[] {
  if (discrepancies.length === 0) return []
  const open = discrepancies.filter(({ status }) => status === 'OPEN').length
  const sentence = phrases.discrepancies(open, discrepancies.length - open)
  return [{ kind: 'DISCREPANCIES', rule: null, sentence }]
}
