import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Intake } from './intake/take-in.ts'
import { digestOf } from './kernel/digest.ts'
import { projectFolder } from './platform/project.ts'

/** The name of a sample says its source and its month: `cnca-by-region-2022-08.csv`. */
const sampleName = /^(?<source>[a-z-]+)-(?<period>\d{4}-\d{2})\.csv$/

/**
 * Takes the samples in, in the order of their months, through the same intake as any file. Called at every start:
 * samples that were taken in before change nothing.
 */
export async function takeSamples(intake: Intake): Promise<void> {
  const folder = join(projectFolder(), 'samples')
  const samples = (await readdir(folder)).flatMap((name) => {
    const { source, period } = sampleName.exec(name)?.groups ?? {}
    return source === undefined || period === undefined ? [] : [{ name, source, period }]
  })
  const inOrder = samples.toSorted((left, right) => {
    const order = `${left.period} ${left.source}` < `${right.period} ${right.source}`
    return order ? -1 : 1
  })
  for (const { name, source } of inOrder) {
    const bytes = await readFile(join(folder, name))
    await intake.takeFile({
      source,
      bytes,
      name,
      idempotencyKey: `sample/${name}/${digestOf(bytes).slice(0, 16)}`,
    })
  }
}
