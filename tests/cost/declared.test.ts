import 'reflect-metadata'
import { isInterfaceType, isObjectType } from 'graphql'
import { expect, test } from 'vitest'
import { lacksSize } from '../../src/api/cost/field-costs.ts'
import { makeSchema } from '../../src/api/schema.ts'
import { mostEntries, mostVersions } from '../../src/catalogue/code-list/terms.ts'
import { readReference } from '../../src/catalogue/reference/reference.ts'
import { resolvers } from '../../src/hub.ts'

test('every list of objects says how long it is, or is read in pages', async () => {
  const schema = await makeSchema(resolvers)
  const unsized = Object.values(schema.getTypeMap())
    .filter((type) => (isObjectType(type) || isInterfaceType(type)) && !type.name.startsWith('__'))
    .flatMap((type) =>
      Object.values(isObjectType(type) || isInterfaceType(type) ? type.getFields() : {})
        .filter(lacksSize)
        .map(({ name }) => `${type.name}.${name}: declare it with @Costs({ size: … })`),
    )
  expect(unsized).toEqual([])
})

test('the lists that the catalogue has are no longer than is reckoned with', () => {
  const reference = readReference()
  const regions = reference.regions
  expect(Math.max(...regions.map(({ members }) => members?.length ?? 0))).toBeLessThanOrEqual(60)
  expect(reference.codeLists.length).toBeLessThanOrEqual(mostVersions)
  expect(Math.max(...reference.codeLists.map(({ entries }) => entries.length))).toBeLessThanOrEqual(
    mostEntries,
  )
  const ofLevel = (level: string) => regions.filter((region) => region.level === level).length
  expect(ofLevel('PROVINCE')).toBeLessThanOrEqual(40)
  expect(ofLevel('PREFECTURE') + ofLevel('SAR')).toBeLessThanOrEqual(60)
})
