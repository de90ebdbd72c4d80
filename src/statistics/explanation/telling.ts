import type { ReadByKey } from '../../access/read.ts'
import type { RequestContext } from '../../api/context.ts'
import { indicatorReads } from '../../catalogue/indicator/reads.ts'
import { regionReads } from '../../catalogue/region/reads.ts'
import { releaseReads } from '../../catalogue/release/reads.ts'
import type { Release } from '../../catalogue/release/terms.ts'
import { schemeReads } from '../../catalogue/scheme/reads.ts'
import { sourceReads } from '../../catalogue/source/reads.ts'
import { type Language, type Names, nameIn } from '../../kernel/language.ts'
import { discrepanciesOfObservation } from '../discrepancy/reads.ts'
import type { Discrepancy } from '../discrepancy/terms.ts'
import { codesTogether } from '../table/terms.ts'
import type { Revision } from '../vintage/terms.ts'
import type { FigureBySource } from './other-sources.ts'
import { bySourceOf, revisionsOf, spokenClaim } from './provenance.ts'
import { claimsByKey } from './reads.ts'
import type { Claim, Explained, KeyClaims } from './terms.ts'

/** Everything that the steps of an explanation tell, with names in one language. */
export type Telling = {
  readonly explained: Explained
  readonly names: Readonly<Record<'indicator' | 'region' | 'scheme', string>>
  /** The names of its members, in their order. */
  readonly members: readonly string[]
  /** By their codes: of the source itself, and of all that say something. */
  readonly sources: ReadonlyMap<string, Readonly<Record<'name' | 'publisher', string>>>
  readonly bySource: FigureBySource | null
  readonly claims: KeyClaims | null
  readonly spoken: Claim | null
  readonly release: Release | null
  readonly revisions: readonly Revision[]
  readonly discrepancies: readonly Discrepancy[]
}

/** Reads what an explanation tells. */
export async function tellingOf(
  context: RequestContext,
  explained: Explained,
  language: Language,
): Promise<Telling> {
  const { target, observationKey: key } = explained
  const named = (read: ReadByKey<Named>, code: string) => nameOf(context, explained, read, code, language)
  const [indicator, region, scheme, members, bySource, claims, spoken, revisions, discrepancies] =
    await Promise.all([
      named(indicatorReads.byKey, target.indicator),
      named(regionReads.byKey, target.region),
      named(schemeReads.byKey, target.scheme),
      Promise.all(explained.members.map((member) => memberName(member, named))),
      bySourceOf(context, explained),
      key === null ? null : context.load(claimsByKey, explained, key),
      spokenClaim(context, explained),
      revisionsOf(context, explained),
      key === null ? null : context.load(discrepanciesOfObservation, explained, key),
    ])
  const release = spoken === null ? null : await context.load(releaseReads.byKey, explained, spoken.releaseId)
  const sources = await sourcesNamed(context, explained, bySource, language)
  const names = { indicator, region, scheme }
  const known = { bySource, claims, spoken, release, revisions, discrepancies: discrepancies ?? [] }
  return { explained, names, members, sources, ...known }
}

type Named = { readonly names: Names }

/** The name of a code, or of several taken together; a code that is not known at the position names itself. */
async function nameOf(
  context: RequestContext,
  explained: Explained,
  read: ReadByKey<Named>,
  together: string,
  language: Language,
): Promise<string> {
  const names = codesTogether(together).map(async (code) => {
    const found = await context.load(read, explained, code)
    return found === null ? code : nameIn(found.names, language)
  })
  return (await Promise.all(names)).join(' + ')
}

async function memberName(
  { dimension, code }: Explained['members'][number],
  named: (read: ReadByKey<Named>, code: string) => Promise<string>,
): Promise<string> {
  if (dimension === 'PERIOD') return code
  return named(dimension === 'REGION' ? regionReads.byKey : schemeReads.byKey, code)
}

async function sourcesNamed(
  context: RequestContext,
  explained: Explained,
  bySource: FigureBySource | null,
  language: Language,
): Promise<Telling['sources']> {
  const said = bySource?.figures.map(({ cell }) => cell.source) ?? []
  const codes = new Set([explained.source, bySource?.preferred, ...said].filter((code) => code != null))
  const found = await Promise.all([...codes].map((code) => context.load(sourceReads.byKey, explained, code)))
  return new Map(
    found
      .filter((source) => source !== null)
      .map(({ code, names, publisher }) => [
        code,
        { name: nameIn(names, language), publisher: nameIn(publisher, language) },
      ]),
  )
}
