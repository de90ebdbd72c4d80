import type { ReadScope } from '../access/read.ts'
import { hubItself } from '../access/view.ts'
import { readHead } from '../history/head.ts'
import type { Queryable } from '../platform/database.ts'
import { regionReads } from './region/reads.ts'
import { schemeReads } from './scheme/reads.ts'
import type { StatedCodes } from './stated-codes.ts'

/** Reads the codes that rows may name, as they are at the head: once per delivery. */
export async function codesNow(database: Queryable): Promise<StatedCodes> {
  const { position } = await readHead(database)
  const scope: ReadScope = { database, view: hubItself, position, pinned: false }
  const none = new Set<string>()
  const regions = (await regionReads.list(scope, { keys: null }, none)).rows
  const schemes = (await schemeReads.list(scope, { keys: null }, none)).rows
  return {
    regions: new Map(regions.map((region) => [region.code, region])),
    schemes: new Map(schemes.map((scheme) => [scheme.code, scheme])),
  }
}
