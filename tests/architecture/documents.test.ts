import { existsSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { expect, test } from 'vitest'
import { filesBelow, lineAt, projectRoot, type SourceFile } from './source-files.ts'

const files = filesBelow('.')
const documents = files.filter(({ path }) => path.endsWith('.md'))

test('every link of a document leads somewhere', () => {
  tell(documents, /\]\(([^)\s]+)\)/g, ({ path }, target) => {
    if (/^(https?:|mailto:)/.test(target)) return undefined
    const [file = '', anchor] = target.split('#')
    const goal = file === '' ? path : posix.join(posix.dirname(path), file)
    if (!existsSync(join(projectRoot, goal))) return `links to ${goal}, which does not exist`
    return anchor === undefined || hasHeading(goal, anchor)
      ? undefined
      : `links to the heading #${anchor}, which ${goal} lacks`
  })
})

test('every path that a document names exists', () => {
  tell(documents, /`((?:src|schema|migrations|tests|samples)\/[\w./-]*)`/g, (_, path) =>
    existsSync(join(projectRoot, path)) ? undefined : `names ${path}, which does not exist`,
  )
})

test('every npm script that a document names exists', () => {
  const { scripts } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    scripts: object
  }
  tell(documents, /\bnpm (?:run )?(start|test|(?<=run )[\w:-]+)/g, (_, script) =>
    script in scripts ? undefined : `names the npm script ${script}, which package.json does not have`,
  )
})

test('no lock file says where its packages were downloaded', () => {
  const locks = files.filter(({ path }) => path.endsWith('package-lock.json'))
  expect(locks.length).toBe(2)
  tell(locks, /"(resolved)":/g, () => 'names a registry: run npm with omit-lockfile-registry-resolved=true')
})

test('nothing names a folder of the machine it was written on', () => {
  const texts = files.filter(({ path }) =>
    /\.(ts|mjs|js|json|md|yml|sh|css|html|graphql|csv)$|^\.ci\//.test(path),
  )
  tell(texts, /(?<![\w.])(\/(?:work|root|home)\/[\w-]+)/g, (_, folder) => `names ${folder}`)
})

/** Fails with every place where `problemOf` a match of the pattern says something. */
function tell(
  within: readonly SourceFile[],
  pattern: RegExp,
  problemOf: (file: SourceFile, match: string) => string | undefined,
): void {
  const told = within.flatMap((file) =>
    [...file.text.matchAll(pattern)].flatMap((match) => {
      const problem = problemOf(file, match[1] ?? '')
      return problem === undefined ? [] : [`${file.path}:${lineAt(file.text, match.index)}  ${problem}`]
    }),
  )
  if (told.length > 0) expect.fail(`${told.length} problems:\n${told.join('\n')}\n`)
}

/** Headings become anchors as GitHub makes them: lower case, punctuation gone, blanks to hyphens. */
function hasHeading(path: string, anchor: string): boolean {
  const headings = [...readFileSync(join(projectRoot, path), 'utf8').matchAll(/^#+ (.+)$/gm)]
  const anchors = headings.map(([, text = '']) =>
    text
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )
  return anchors.includes(anchor)
}
