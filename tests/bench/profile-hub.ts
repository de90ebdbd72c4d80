import { mkdirSync } from 'node:fs'

/** What Node is started with so that the hub writes a CPU profile into a folder when it ends in order. */
export function profileHub(folder: string): readonly string[] {
  mkdirSync(folder, { recursive: true })
  return ['--cpu-prof', '--cpu-prof-dir', folder, '--cpu-prof-interval', '500']
}
