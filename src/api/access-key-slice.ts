import type { AccessKey } from '../access/key/access-key.ts'
import {
  accessKeyNoun,
  accessKeysById,
  accessKeysFrom,
  changedAccessKeys,
} from '../access/key/access-key-reads.ts'
import { accessKeyTable } from '../access/key/storage-access-key.ts'
import { sees } from '../access/rules.ts'
import type { ChangeStream } from '../subscriptions/stream.ts'
import { AccessKeyResolver } from './access-key-resolvers.ts'

/** The access keys as `changes` tells them, to whom they may be told: it is followed without a filter. */
const accessKeyStream: ChangeStream<AccessKey> = {
  noun: accessKeyNoun,
  changed: changedAccessKeys,
  state: async (scope, _condition, after, limit) => {
    const facts = await accessKeysFrom(scope, after, limit)
    return facts.map((fact) => ({ key: fact.keyId, fact }))
  },
  matches: () => true,
  sees: (view, fact) => sees(view, 'access_key', fact),
}

/** What the hub wires of access keys: the same face as a noun's. */
export const accessKeySlice = {
  entities: [accessKeyTable],
  resolvers: [AccessKeyResolver],
  streams: [accessKeyStream],
  nodes: { [accessKeyNoun]: accessKeysById },
} as const
