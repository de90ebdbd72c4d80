import { documentLimits, keepWithin } from './document-limits.ts'

/**
 * Throws where variables are nested too deeply or hold too long a list. Asked for each request before anything else
 * walks them: what comes after calls itself for each level.
 */
export function measureVariables(value: unknown, depth = 0): void {
  if (typeof value !== 'object' || value === null) return
  // The object of all variables is none of the values.
  if (depth > documentLimits.inputDepth.most) keepWithin('inputDepth', depth)
  const inner = Array.isArray(value) ? value : Object.values(value)
  if (Array.isArray(value)) {
    if (value.length > documentLimits.listValues.most) keepWithin('listValues', value.filter(isPlain).length)
  }
  for (const each of inner) measureVariables(each, depth + 1)
}

function isPlain(value: unknown): boolean {
  return typeof value !== 'object' || value === null
}
