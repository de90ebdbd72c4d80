import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type HubProcess, openHubProcess } from '../faults/hub-process.ts'
import { testKey } from '../support/hub.ts'
import { createTestDatabase, describeWith, queryServer } from '../support/services-needed.ts'
import { frame, opcodes, socketByHand } from './frames-by-hand.ts'
import { closing, sendRaw } from './raw-connection.ts'

/** A text that is nowhere in the code, the data or the machine. */
const mark = `zq${createHash('sha256').update('marked').digest('hex').slice(0, 20)}`
const json = { 'content-type': 'application/json' }
const key = `bm_${mark}_${mark}${mark}`
