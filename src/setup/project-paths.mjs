import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder that holds package.json: every other path of the set-up starts here. */
export const projectRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** @param {...string} parts path parts below the project's root */
export function inProject(...parts) {
  return join(projectRoot, ...parts)
}
