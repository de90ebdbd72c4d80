import { importTable, nounStations, openNounFiles } from '../house.ts'
import type { Breach, Rule } from '../rule.ts'
import { isCode, type SourceFile } from '../source-files.ts'
import { fileStem, stationOf } from './stations.ts'

/** Who may know whom: the import table of the house. */
export const importsPointDown: Rule = {
  name: 'imports point down',
  breaches: (files) =>
    files
      .filter((file) => isCode(file.path) && stationOf(file.path) !== undefined)
      .flatMap((file) => [...strangers(file), ...breachesOf(file)]),
}

function strangers({ path }: SourceFile): readonly Breach[] {
  const station = stationOf(path) ?? ''
  if (station in importTable) return []
  return [
    { path, problem: `src/${station} is not a station of the house: it needs a line in the import table` },
  ]
}

function breachesOf(file: SourceFile): readonly Breach[] {
  const from = stationOf(file.path) ?? ''
  const permission = importTable[from]
  if (!permission) return []
  return file.imports().flatMap(({ from: target, onlyTypes, line }) => {
    const to = stationOf(target)
    if (to === undefined || to === from || permission.uses.includes(to) || isOpen(from, target, to)) return []
    const mayTypes = permission.typesOf?.includes(to) ?? false
    if (mayTypes && onlyTypes) return []
    const limit = mayTypes
      ? `only types of ${to} (import type)`
      : [...permission.uses, ...typesOnly(from)].join(', ')
    return [
      {
        path: file.path,
        line,
        problem: `${from} may not import ${target}: it may import ${limit || 'nothing'}`,
      },
    ]
  })
}

function isOpen(from: string, target: string, to: string): boolean {
  const isNoun = nounStations.some((station) => station === to)
  return isNoun && (openNounFiles[from]?.includes(fileStem(target)) ?? false)
}

function typesOnly(station: string): readonly string[] {
  return (importTable[station]?.typesOf ?? []).map((each) => `types of ${each}`)
}
