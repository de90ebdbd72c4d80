import { posix } from 'node:path'
import { nounStations } from '../house.ts'

/** The station a file belongs to: the folder right below src, or the file's own name there; undefined elsewhere. */
export function stationOf(path: string): string | undefined {
  const [top, next] = path.split('/')
  if (top === 'migrations') return 'migrations'
  return top === 'src' && next !== undefined ? fileStem(next) : undefined
}

/** True for a file of the stations that hold nouns, what their nouns have in common included. */
export function isOfNounStation(path: string): boolean {
  return nounStations.some((station) => path.startsWith(`src/${station}/`))
}

/** A file's name without folder and endings: what the rules on names compare. */
export function fileStem(path: string): string {
  return posix.basename(path).replace(/(\.d)?\.[a-z]+$/, '')
}
