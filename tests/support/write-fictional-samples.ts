import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fictionalSamples } from './fictional-samples.ts'

/** Writes `samples/fictional` anew: `node tests/support/write-fictional-samples.ts`. */
const folder = join(import.meta.dirname, '../../samples/fictional')
mkdirSync(folder, { recursive: true })
for (const [name, content] of fictionalSamples()) writeFileSync(join(folder, name), content)
