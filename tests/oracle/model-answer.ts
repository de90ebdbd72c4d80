import { type Arguments, modelGraph, type Value } from './model-graph.ts'
import type { ModelAsk } from './model-world.ts'

/** A field that a question selects, or fields under the condition that the fact is of a type. */
export type Selection =
  | {
      readonly kind: 'field'
      readonly alias: string | null
      readonly name: string
      readonly args: Arguments
      readonly of: readonly Selection[]
    }
  | {
      readonly kind: 'fragment'
      readonly name: string | null
      readonly type: string
      readonly of: readonly Selection[]
    }

/** What the model answers to a question. */
export function answerOf(selections: readonly Selection[], ask: ModelAsk): Value {
  return fieldsOf('Query', null, selections, ask)
}

function fieldsOf(type: string, parent: unknown, selections: readonly Selection[], ask: ModelAsk): Value {
  const fields: Record<string, Value> = {}
  for (const selection of selections) {
    const told =
      selection.kind === 'field'
        ? { [selection.alias ?? selection.name]: fieldValue(type, parent, selection, ask) }
        : selection.type === type || selection.type === 'Node'
          ? (fieldsOf(type, parent, selection.of, ask) as Record<string, Value>)
          : {}
    for (const [name, value] of Object.entries(told)) fields[name] = merged(fields[name], value)
  }
  return fields
}

function fieldValue(
  type: string,
  parent: unknown,
  { name, args, of }: Extract<Selection, { kind: 'field' }>,
  ask: ModelAsk,
): Value {
  const field = modelGraph[type]?.[name]
  if (field === undefined) throw new Error(`the model has no ${type}.${name}`)
  return shown(field.type, field.value(parent as never, args, ask), of, ask)
}

function shown(type: string | undefined, value: unknown, of: readonly Selection[], ask: ModelAsk): Value {
  if (type === undefined || value === null) return value as Value
  if (Array.isArray(value)) return value.map((one) => shown(type, one, of, ask))
  if (type !== 'Node') return fieldsOf(type, value, of, ask)
  const node = value as { readonly of: string; readonly fact: unknown; readonly there: ModelAsk }
  return fieldsOf(node.of, node.fact, of, node.there)
}

/** Two selections of one field give one value with the fields of both. */
function merged(known: Value | undefined, more: Value): Value {
  if (known === undefined || known === null || typeof known !== 'object') return more
  if (Array.isArray(known)) return known.map((one, index) => merged(one, (more as Value[])[index] ?? null))
  const fields: Record<string, Value> = { ...(known as Record<string, Value>) }
  for (const [name, value] of Object.entries(more as Record<string, Value>))
    fields[name] = merged(fields[name], value)
  return fields
}
