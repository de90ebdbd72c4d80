import { wordOf } from './words.ts'

/** Kinds of penalty by art. 9 of the law on administrative penalties (2021), in its order. */
export const penaltyKinds = [
  'WARNING',
  'CRITICISM',
  'FINE',
  'CONFISCATION',
  'SUSPEND_LICENCE',
  'LOWER_QUALIFICATION',
  'REVOKE_LICENCE',
  'RESTRICT_BUSINESS',
  'ORDER_SUSPENSION',
  'ORDER_CLOSURE',
  'RESTRICT_PROFESSION',
  'DETENTION',
  'OTHER',
] as const

/** A kind of penalty. */
export type PenaltyKind = (typeof penaltyKinds)[number]

/** What a text says of kinds of penalty, in the law's order; or the first of its words that is none. */
export type PenaltyKindsRead =
  | { readonly kinds: readonly PenaltyKind[] }
  | { readonly unknown: string; readonly known: readonly string[] }

/**
 * Reads kinds of penalty as the column writes them: words of the law, several between marks, each perhaps with a number
 * before it (`1-警告`). A bare number is no kind: the lists that sources number differ (the older one has no 通报批评), and a
 * fine that is read as a criticism would be public for a twelfth of its time.
 */
export function readPenaltyKinds(text: string): PenaltyKindsRead {
  const found = new Set<PenaltyKind>()
  for (const part of wordOf(text).split(/[;；、,，/|+]/)) {
    const word = part.replace(/^\d{1,2}[-_.:]?(?=\D)/, '')
    if (word === '') continue
    const kinds = words.get(word)
    if (kinds === undefined) return { unknown: part, known: [...words.keys()] }
    for (const kind of kinds) found.add(kind)
  }
  return { kinds: penaltyKinds.filter((kind) => found.has(kind)) }
}

/** Names of the licences that a penalty may hold back or take, beside the law's 许可证件. */
const papers = ['许可证件', '许可证', '执照', '营业执照', '资质证书', '证书', '批准书']

const words: ReadonlyMap<string, readonly PenaltyKind[]> = new Map<string, readonly PenaltyKind[]>([
  ...penaltyKinds.map((kind) => [kind, [kind]] as const),
  ['警告', ['WARNING']],
  ['通报批评', ['CRITICISM']],
  ['罚款', ['FINE']],
  ['没收', ['CONFISCATION']],
  ['没收违法所得', ['CONFISCATION']],
  ['没收非法财物', ['CONFISCATION']],
  ['没收非法所得', ['CONFISCATION']],
  ...papers.map((paper) => [`暂扣${paper}`, ['SUSPEND_LICENCE']] as const),
  ['降低资质等级', ['LOWER_QUALIFICATION']],
  ...papers.map((paper) => [`吊销${paper}`, ['REVOKE_LICENCE']] as const),
  ['撤销批准', ['REVOKE_LICENCE']],
  ['限制开展生产经营活动', ['RESTRICT_BUSINESS']],
  ['限制生产经营', ['RESTRICT_BUSINESS']],
  ['责令停产停业', ['ORDER_SUSPENSION']],
  ['停产停业', ['ORDER_SUSPENSION']],
  ['停业整顿', ['ORDER_SUSPENSION']],
  ['责令停业整顿', ['ORDER_SUSPENSION']],
  ['责令关闭', ['ORDER_CLOSURE']],
  ['限制从业', ['RESTRICT_PROFESSION']],
  ['行政拘留', ['DETENTION']],
  // The older list has one word for both; which it was is not said, so it is neither alone.
  ...['暂扣或者吊销许可证', '暂扣或吊销许可证', '暂扣或者吊销执照', '暂扣或吊销执照', '暂扣或吊销证照'].map(
    (word) => [word, ['SUSPEND_LICENCE', 'REVOKE_LICENCE']] as const,
  ),
  ['其他', ['OTHER']],
  ['其它', ['OTHER']],
  ['其他行政处罚', ['OTHER']],
  ['法律行政法规规定的其他行政处罚', ['OTHER']],
])
