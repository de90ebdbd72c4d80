import { measureNoun } from './columns.ts'
import { jointMeasureRegister } from './intake.ts'
import { jointMeasuresByKey } from './reads.ts'
import { JointMeasureFields, RecordMeasures } from './resolvers.ts'
import { jointMeasureTable } from './storage.ts'
import { jointMeasureStream } from './streams.ts'

/** What the hub wires of joint measures. */
export const jointMeasureSlice = {
  entities: [jointMeasureTable],
  resolvers: [RecordMeasures, JointMeasureFields],
  streams: [jointMeasureStream],
  nodes: { [measureNoun]: jointMeasuresByKey },
  register: jointMeasureRegister,
} as const
