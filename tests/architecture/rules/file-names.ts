import { posix } from 'node:path'
import { commandsFolder, forbiddenNames, namesOfTools, namesSharedByPlan } from '../house.ts'
import type { Breach, Rule } from '../rule.ts'
import { isCode } from '../source-files.ts'
import { fileStem, isOfNounStation } from './stations.ts'

/** A name that says nothing hides what is in it. Folders count too. */
export const tellingNames: Rule = {
  name: 'telling names',
  breaches: (files) =>
    files.flatMap(({ path }) => {
      const words = path.split('/').map((part) => fileStem(part))
      const bad = words
        .flatMap((word) => word.split(/[-_.]/))
        .find((word) => forbiddenNames.some((name) => name === word))
      if (!bad || namesOfTools.includes(posix.basename(path)) || /\.(html|json)$/.test(path)) return []
      return [{ path, problem: `is named "${bad}", which says nothing: name it after its idea` }]
    }),
}

/** The same file name may come again in another noun's folder, where it means the same; nowhere else. */
export const namesOnce: Rule = {
  name: 'names once',
  breaches: (files) => {
    const named = files.filter(({ path }) => isNamedByUs(path) && !path.startsWith(commandsFolder))
    return [...Map.groupBy(named, ({ path }) => fileStem(path))].flatMap(
      ([name, group]): readonly Breach[] => {
        const outside = group.filter(({ path }) => !isOfNounStation(path))
        if (group.length < 2 || outside.length === 0 || namesSharedByPlan.includes(name)) return []
        return outside.map(({ path }) => {
          const others = group.filter((each) => each.path !== path).map((each) => each.path)
          return {
            path,
            problem: `shares the name "${name}" with ${others.join(', ')}: name each after its own idea`,
          }
        })
      },
    )
  },
}

function isNamedByUs(path: string): boolean {
  return (
    path.startsWith('src/') &&
    isCode(path) &&
    !/\.d\.m?ts$/.test(path) &&
    !namesOfTools.includes(posix.basename(path))
  )
}
