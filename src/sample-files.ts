import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Intake } from './intake/take-in.ts'
import { digestOf } from './kernel/digest.ts'
import { projectFolder } from './platform/project.ts'

/** The name of a sample of figures says its source and its month: `cnca-by-region-2022-08.csv`. */
const sampleName = /^(?<source>[a-z-]+)-(?<period>\d{4}-\d{2})\.csv$/

/** The sources of the fictional samples: what others refer to comes first. A file is named after its source. */
const fictionalSources = [
  'organization-register',
  'certificate-register',
  'qualification-register',
  'double-publicity-penalties',
  'double-publicity-licences',
  'credit-events',
  'joint-measures',
  'double-random-inspections',
] as const

/**
 * Takes the samples of figures in, in the order of their months, through the same intake as any file. Called at every
 * start: samples that were taken in before change nothing.
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
  for (const { name, source } of inOrder) await take(intake, folder, name, source)
}

/** Takes the fictional samples in, after those of figures: organizations, what they hold, and what was decided about them. */
export async function takeFictionalSamples(intake: Intake): Promise<void> {
  const folder = join(projectFolder(), 'samples', 'fictional')
  const names = (await readdir(folder)).toSorted()
  for (const source of fictionalSources)
    for (const name of names.filter((each) => each.startsWith(source)))
      await take(intake, folder, name, source)
}

async function take(intake: Intake, folder: string, name: string, source: string): Promise<void> {
  const bytes = await readFile(join(folder, name))
  await intake.takeFile({
    source,
    bytes,
    name,
    idempotencyKey: `sample/${name}/${digestOf(bytes).slice(0, 16)}`,
  })
}
