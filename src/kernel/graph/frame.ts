import { type ClassType, Field, ObjectType, registerEnumType } from 'type-graphql'
import { CommitType } from './commit-type.ts'
import { Costs } from './cost.ts'
import { CursorScalar } from './scalars.ts'

/** How many changes a frame has at most: a slow reader makes us hold one frame, whatever fields it asks for. */
export const changesPerFrame = 100

/** What one frame of a stream costs: each of its changes. */
export const frameCost = { own: changesPerFrame, tells: { page: changesPerFrame } } as const

/** What a frame of a stream is. */
export enum FrameKind {
  SNAPSHOT = 'SNAPSHOT',
  DELTA = 'DELTA',
  PROGRESS = 'PROGRESS',
  RESET = 'RESET',
}

registerEnumType(FrameKind, {
  name: 'FrameKind',
  description: 'What a frame of a stream is.',
  valuesConfig: {
    SNAPSHOT: { description: 'A page of the state at one position; `complete` on the last page.' },
    DELTA: {
      description: 'What one commit changed for this filter; a large commit comes in several frames.',
    },
    PROGRESS: { description: 'Nothing changed for this filter up to this cursor.' },
    RESET: {
      description: 'Continuity cannot be proven (see `reason`); nothing follows. Begin anew with a snapshot.',
    },
  },
})

/** What happened to a fact for a subscriber. */
export enum ChangeOp {
  ENTERED = 'ENTERED',
  REVISED = 'REVISED',
  LEFT = 'LEFT',
  RETRACT = 'RETRACT',
}

registerEnumType(ChangeOp, {
  name: 'ChangeOp',
  description: 'What happened to a fact, seen through the filter and the rights of the subscriber.',
  valuesConfig: {
    ENTERED: { description: 'It matches now and did not before.' },
    REVISED: { description: 'It matched before and matches now, and is not the same.' },
    LEFT: { description: 'It matched before and does not now.' },
    RETRACT: { description: 'It must be forgotten: the id is all that is told.' },
  },
})

/** A change as plain data. */
export type Change<Node> = {
  readonly op: ChangeOp
  readonly id: string
  readonly before: Node | null
  readonly node: Node | null
}

/** A frame as plain data. */
export type Frame<Node> = {
  readonly kind: FrameKind
  readonly cursor: string
  readonly follows: string | null
  readonly commit: CommitType | null
  readonly complete: boolean
  readonly reason: string | null
  readonly changes: readonly Change<Node>[]
}

/** Makes the frame and change types of a stream: `ObservationFrame` with `ObservationChange`. */
export function frameOf<Node extends object>(
  node: () => ClassType<Node> | (abstract new () => Node),
  name: string,
): ClassType<Frame<Node>> {
  @ObjectType(`${name}Change`, {
    description: 'One fact that changed: what it was before the commit and what it is after.',
  })
  class ChangeObject {
    @Field(() => ChangeOp, { description: 'What happened.' })
    op!: ChangeOp

    // No ID: Relay would take the change and its fact for one record.
    @Field(() => String, { description: 'The id of the fact; a change has none of its own.' })
    id!: string

    @Field(node, {
      nullable: true,
      description: 'The fact at the position before; null where it did not match.',
    })
    before!: Node | null

    @Field(node, { nullable: true, description: 'The fact at this position; null where it does not match.' })
    node!: Node | null
  }

  @ObjectType(`${name}Frame`, {
    description: 'One message of a stream. Fold whole commits only: wait for `complete`.',
  })
  class FrameObject {
    @Field(() => FrameKind, { description: 'What this frame is.' })
    kind!: FrameKind

    @Field(() => CursorScalar, { description: 'Go on from here: give it as `after`.' })
    cursor!: string

    @Field(() => CursorScalar, {
      nullable: true,
      description:
        'The cursor of the frame before this one, so that a gap shows; null on a first frame without `after`.',
    })
    follows!: string | null

    @Field(() => CommitType, {
      nullable: true,
      description:
        'The commit this frame tells of, or at which a snapshot was read; null where there is none.',
    })
    commit!: CommitType | null

    @Field(() => Boolean, { description: 'True on the last frame of a commit or of a snapshot.' })
    complete!: boolean

    @Field(() => String, { nullable: true, description: 'Why continuity cannot be proven; only on RESET.' })
    reason!: string | null

    @Costs({ own: 0, size: 'page' })
    @Field(() => [ChangeObject], { description: 'The changes, ordered by (noun, id).' })
    changes!: ChangeObject[]
  }
  return FrameObject
}
