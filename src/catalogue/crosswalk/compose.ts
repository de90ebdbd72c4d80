import type { Names } from '../../kernel/language.ts'
import type { CrosswalkLines, CrosswalkRelation } from './terms.ts'

/** A line of a way between two versions: as in a crosswalk, with the notes of all lines it was made of. */
export type Line = {
  readonly from: readonly string[]
  readonly to: string | null
  readonly relation: CrosswalkRelation
  readonly notes: readonly Names[]
}

/** The lines of one crosswalk. */
export function linesOf({ entries }: CrosswalkLines): readonly Line[] {
  return entries.map(({ note, ...line }) => ({ ...line, notes: note === null ? [] : [note] }))
}

/** The lines backwards: what several codes made is split and has no exact answer, what was dropped is made of nothing. */
export function inverted(lines: readonly Line[]): readonly Line[] {
  return lines.flatMap(({ from, to, relation, notes }): readonly Line[] => {
    if (to === null) return []
    return from.length === 1
      ? [{ from: [to], to: from[0] ?? null, relation, notes }]
      : [{ from: [to], to: null, relation: 'SPLIT', notes }]
  })
}

/** The lines of two ways behind each other. A code that is made only in part of known codes is CHANGED. */
export function composed(first: readonly Line[], second: readonly Line[]): readonly Line[] {
  const making = new Map(first.flatMap((line) => (line.to === null ? [] : [[line.to, line] as const])))
  const led = second.flatMap((line): readonly Line[] => {
    const { from, to, relation } = line
    const parts = from.flatMap((code) => making.get(code) ?? [])
    if (parts.length === 0) return []
    const codes = parts.flatMap((part) => part.from)
    const all = notesOf([...parts, line])
    if (to === null) return [{ from: codes, to, relation, notes: all }]
    const whole =
      parts.length === from.length && [relation, ...parts.map((part) => part.relation)].every(exact)
    return [{ from: codes, to, relation: relationOf(whole, codes), notes: all }]
  })
  const reached = new Set(second.flatMap((line) => line.from))
  const lost = first.flatMap((line): readonly Line[] => {
    if (line.to === null) return [line]
    return reached.has(line.to) ? [] : [{ ...line, to: null, relation: 'DROPPED' }]
  })
  return [...led, ...lost]
}

/** What became of a code says more than that it stayed before or after: then only those notes are told. */
function notesOf(lines: readonly Line[]): readonly Names[] {
  const moved = lines.filter(({ relation }) => relation !== 'EQUAL')
  const told = (moved.length > 0 ? moved : lines).flatMap(({ notes }) => notes)
  return [...new Map(told.map((note) => [note.en, note])).values()]
}

function exact(relation: CrosswalkRelation): boolean {
  return relation === 'EQUAL' || relation === 'MERGED'
}

function relationOf(whole: boolean, codes: readonly string[]): CrosswalkRelation {
  if (!whole) return 'CHANGED'
  return codes.length > 1 ? 'MERGED' : 'EQUAL'
}
