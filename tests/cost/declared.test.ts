import 'reflect-metadata'
import { isInterfaceType, isObjectType } from 'graphql'
import { expect, test } from 'vitest'
import { lacksSize } from '../../src/api/cost/field-costs.ts'
import { makeSchema } from '../../src/api/schema.ts'
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
