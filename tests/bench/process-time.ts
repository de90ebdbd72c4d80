import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** Linux counts processor time in ticks of 10 ms for whoever reads /proc, whatever the kernel's own clock is. */
const ticksPerSecond = 100

/** Seconds of processor time a process has used, in all its threads; null where the machine has no /proc. */
export function processSeconds(pid: number): number | null {
  if (!existsSync('/proc/self/stat')) return null
  return (statOf(pid)?.ticks ?? 0) / ticksPerSecond
}

/**
 * Seconds of processor time a process and its children have used, those that have ended included: for Postgres, whose
 * sessions are its children.
 */
export function familySeconds(pid: number): number | null {
  if (!existsSync('/proc/self/stat')) return null
  const members = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ id: Number(name), ...statOf(Number(name)) }))
    .filter(({ id, parent }) => id === pid || parent === pid)
  const ticks = members.reduce((sum, member) => sum + (member.ticks ?? 0), statOf(pid)?.ended ?? 0)
  return ticks / ticksPerSecond
}

/** The name of a process may hold blanks and brackets: what comes after its last bracket is counted. */
function statOf(
  pid: number,
): { readonly parent: number; readonly ticks: number; readonly ended: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const sum = (first: number) => Number(fields[first]) + Number(fields[first + 1])
    return { parent: Number(fields[1]), ticks: sum(11), ended: sum(13) }
  } catch {
    return undefined // It ended while we looked.
  }
}
