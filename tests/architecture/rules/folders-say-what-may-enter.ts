import { posix } from 'node:path'
import type { Rule } from '../rule.ts'

/** Every folder of src has a README.md with a section "What may enter". */
export const foldersSayWhatMayEnter: Rule = {
  name: 'folders say what may enter',
  breaches: (files) => {
    const texts = new Map(files.map((file) => [file.path, file.text]))
    const folders = new Set(
      files.flatMap(({ path }) => ancestorsOf(path)).filter((path) => path.split('/')[0] === 'src'),
    )
    return [...folders].flatMap((folder) => {
      const path = posix.join(folder, 'README.md')
      const text = texts.get(path)
      if (text === undefined) return [{ path, problem: 'is missing: say there what may enter the folder' }]
      return /^#+ what may enter\b/im.test(text) ? [] : [{ path, problem: 'has no section "What may enter"' }]
    })
  },
}

function ancestorsOf(path: string): readonly string[] {
  const folder = posix.dirname(path)
  return folder === '.' ? [] : [folder, ...ancestorsOf(folder)]
}
