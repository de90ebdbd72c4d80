import 'reflect-metadata'
import { describe, expect, test } from 'vitest'
import { streamCursor } from '../../../src/history/cursor.ts'
import { ChangeOp } from '../../../src/kernel/graph/frame.ts'
import { KnownFacts } from '../../../src/subscriptions/known-facts.ts'
import { startOf } from '../../../src/subscriptions/points.ts'

const fact = { id: 'credit_record:1' }
const change = (op: ChangeOp) => ({ op, id: fact.id, before: fact, node: fact })
const retracted = { op: ChangeOp.RETRACT, id: fact.id, before: null, node: null }
const cursorOf = (position: number) =>
  startOf(streamCursor({ epoch: 'e', position, tag: 't', place: null, snapshot: false }), false)
const look = (now: number) => ({ now, hidden: new Map() })

describe('a change that hides a fact at 8, told first at 5 and ended at 100', () => {
  const left = (known: KnownFacts, until: number | null = 100) =>
    known.hidden(change(ChangeOp.LEFT), 8, { first: 5, until })

  test('is a RETRACT for whose cursor is at or after its first position, also in an answer', () => {
    expect(left(KnownFacts.of(cursorOf(5), 9))).toEqual(retracted)
    expect(left(KnownFacts.ofAnswer(cursorOf(7)))).toEqual(retracted)
    expect(left(KnownFacts.of({ kind: 'now' }, 5))).toEqual(retracted)
  })

  test('is nothing for a replay from before it that began after it had ended', () => {
    for (const known of [
      KnownFacts.of(cursorOf(4), 9),
      KnownFacts.of(startOf('0', false), 9),
      KnownFacts.ofAnswer(startOf('0', false)),
      KnownFacts.of({ kind: 'snapshot' }, 9),
    ]) {
      expect(left(known)).toBeNull()
      known.looked(look(101))
      expect(left(known)).toBeNull()
    }
  })

  test('is a RETRACT for whoever was told of it here, before it ended', () => {
    for (const known of [KnownFacts.of(cursorOf(4), 9), KnownFacts.of({ kind: 'snapshot' }, 9)]) {
      known.looked(look(99))
      known.looked(look(200))
      expect(left(known)).toEqual(retracted)
    }
  })

  test('hides without an end what was heard of live', () => {
    expect(left(KnownFacts.of(cursorOf(2), 4), null)).toEqual(retracted)
    expect(left(KnownFacts.of(cursorOf(2), 9), null)).toBeNull()
  })

  test('tells nothing of what came or changed meanwhile', () => {
    const known = KnownFacts.of(cursorOf(5), 9)
    expect(known.hidden(change(ChangeOp.ENTERED), 8, { first: 5, until: 100 })).toBeNull()
    expect(known.hidden(change(ChangeOp.REVISED), 8, { first: 5, until: 100 })).toBeNull()
    expect(known.hidden(change(ChangeOp.LEFT), 8, { first: null, until: 100 })).toBeNull()
  })
})
