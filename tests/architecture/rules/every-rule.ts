import type { Rule } from '../rule.ts'
import { accessDecides } from './access-decides.ts'
import { documentsPassTheGate } from './documents-pass-the-gate.ts'
import { namesOnce, tellingNames } from './file-names.ts'
import { fileSizes } from './file-sizes.ts'
import { foldersSayWhatMayEnter } from './folders-say-what-may-enter.ts'
import { importsPointDown } from './imports-point-down.ts'
import { judgesKnowNothing } from './judges-know-nothing.ts'
import { noCycles } from './no-cycles.ts'
import { outsideWorldByArgument } from './outside-world.ts'
import { readsTakeTheSeam } from './reads-take-the-seam.ts'

/** The rules of the house, in the order they are reported. */
export const everyRule: readonly Rule[] = [
  importsPointDown,
  noCycles,
  readsTakeTheSeam,
  accessDecides,
  documentsPassTheGate,
  outsideWorldByArgument,
  fileSizes,
  namesOnce,
  tellingNames,
  foldersSayWhatMayEnter,
  judgesKnowNothing,
]
