import { readTextArray } from './text-array.ts'

/**
 * How both drivers turn Postgres' text into values, by type id: bigint → number (positions and ids stay below
 * 2^53), numeric → text (exact), date → text, timestamptz → Date, json → parsed, text[] → array. The rest stays as the
 * driver has it.
 */
const byTypeId: Readonly<Record<number, (text: string) => unknown>> = {
  16: (text) => text === 't',
  20: Number,
  21: Number,
  23: Number,
  114: (text) => JSON.parse(text) as unknown,
  701: Number,
  1009: readTextArray,
  1082: (text) => text,
  1184: (text) => new Date(text),
  1700: (text) => text,
  3802: (text) => JSON.parse(text) as unknown,
}

/** The parsers in the form PGlite takes. */
export const parserTable = byTypeId

/** The parsers in the form `pg` takes; other arrays come back as the text of a Postgres array unless cast to json. */
export const parsers = {
  getTypeParser: (typeId: number) => byTypeId[typeId] ?? ((text: string) => text),
}
