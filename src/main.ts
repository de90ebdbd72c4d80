import { processConfig } from './platform/config.ts'
import { masked } from './platform/masked.ts'
import { serve } from './serving.ts'

/** The process of the hub: reads the settings, serves until it is told to end. */
const failure = await serve(processConfigOrEnd()).catch((error: unknown) => error)
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
