import { digestOf } from '../../kernel/digest.ts'
import type { AuditedAct } from './chain.ts'

/** How many subjects one entry names; more of them make more entries. */
const subjectsOfAnEntry = 100

/** The form of an id. What has another form is a caller's text, and is remembered by its digest. */
const idForm = /^[\p{L}\p{N}._:/@=~+-]{1,200}$/u

/** What happened, as the one who records it says it. */
export type AuditNote = Omit<AuditedAct, 'at' | 'times'>

/** The entries to be made of what happened: ids alone, texts that every store can keep, not too many ids in one. */
export function actsOf(note: AuditNote, at: Date): readonly AuditedAct[] {
  const act: Omit<AuditedAct, 'subjects'> = {
    at: at.toISOString(),
    actor: storable(note.actor),
    act: note.act,
    purpose: note.purpose === null ? null : storable(note.purpose),
    outcome: note.outcome,
    times: 1,
  }
  const subjects = note.subjects.map((text) => (idForm.test(text) ? text : `sha256:${digestOf(text)}`))
  const count = Math.max(1, Math.ceil(subjects.length / subjectsOfAnEntry))
  return Array.from({ length: count }, (_, index) => ({
    ...act,
    subjects: subjects.slice(index * subjectsOfAnEntry, (index + 1) * subjectsOfAnEntry),
  }))
}

/** The subject of a token is chosen by its issuer: it may hold anything, and be long. */
function storable(text: string): string {
  return text
    .toWellFormed()
    .replace(/\p{Cc}/gu, '�')
    .slice(0, 500)
    .toWellFormed()
}
