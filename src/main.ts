import { processConfig } from './platform/config.ts'
import { masked } from './platform/masked.ts'

/** The process of the hub: reads the settings, serves until it is told to end. */
const config = processConfigOrEnd()
// Settings that are refused are told at once: loading the hub takes longer than reading them.
const { serve } = await import('./serving.ts')
const failure = await serve(config).catch((error: unknown) => error)
if (failure !== undefined) {
  process.stderr.write(`${masked(failure instanceof Error ? failure.message : String(failure))}\n`)
  process.exitCode = 1
}

function processConfigOrEnd() {
  try {
    return processConfig()
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(2)
  }
}
