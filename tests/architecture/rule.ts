import type { SourceFile } from './source-files.ts'

/** One breach of a rule: where, and what is wrong there, with the way out. */
export type Breach = { readonly path: string; readonly line?: number; readonly problem: string }

/** A rule of the house. It sees all files at once and answers every breach it finds. */
export type Rule = {
  readonly name: string
  readonly breaches: (files: readonly SourceFile[]) => readonly Breach[]
}

/** How a breach is printed: an editor opens the place it names. */
export function describeBreach({ path, line, problem }: Breach): string {
  return `${path}${line === undefined ? '' : `:${line}`}  ${problem}`
}
