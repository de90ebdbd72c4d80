import { documentLimits, keepWithin } from './document-limits.ts'

/**
 * Throws where variables are nested too deeply or hold too long a list, and gives the number of values in them. Asked for
 * each request before anything else walks them: what comes after calls itself for each level.
 */
export function measureVariables(value: unknown, depth = 0): number {
  if (typeof value !== 'object' || value === null) return 0
  // The object of all variables is none of the values.
  if (depth > documentLimits.inputDepth.most) keepWithin('inputDepth', depth)
  const inner = Array.isArray(value) ? value : Object.values(value)
  if (Array.isArray(value)) {
    if (value.length > documentLimits.listValues.most) keepWithin('listValues', value.filter(isPlain).length)
  }
  let values = inner.length
  for (const each of inner) values += measureVariables(each, depth + 1)
  return values
}

function isPlain(value: unknown): boolean {
  return typeof value !== 'object' || value === null
}
