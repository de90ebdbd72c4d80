import { vocabulary, wordOf } from '../words.ts'
import { type InspectionResult, inspectionResults } from './terms.ts'

/** Codes and words of a published result list of a provincial market regulator; 0 and its words are this hub's own reading. */
export const resultWords = vocabulary<InspectionResult>({
  PROBLEM_PENDING: ['A', '发现问题待后续处理'],
  NOT_DISCLOSED: ['B', '未按规定公示应当公示的信息'],
  CONCEALED: ['C', '公示信息隐瞒真实情况弄虚作假'],
  PROBLEM_CORRECTED: ['E', '发现问题经责令已改正', '发现问题已责令改正'],
  NO_ACTIVITY_FOUND: ['F', '未发现开展本次抽查涉及的经营活动'],
  OTHER_DEPARTMENT: ['5', '违反其他部门相关规定'],
  UNREACHABLE: ['6', '通过登记的住所(经营场所)无法联系', '通过登记的住所或者经营场所无法联系', '无法联系'],
  CLOSED: ['7', '已关闭停业或正在组织清算'],
  UNCOOPERATIVE: ['8', '不配合检查情节严重'],
  CANCELLED: ['9', '注销'],
  LICENCE_REVOKED: ['10', '被吊销'],
  REGISTRATION_REVOKED: ['11', '被撤销'],
  MOVED_AWAY: ['12', '迁出'],
  NO_PROBLEM: ['0', '未发现问题', '正常'],
})

/** What a text says of results, in the order of the list; or the first of its words that is none. */
export type ResultsRead =
  | { readonly results: readonly InspectionResult[] }
  | { readonly unknown: string; readonly known: readonly string[] }

/** Reads results, several at once between `;`, `、`, `,` or `|`. */
export function readResults(text: string): ResultsRead {
  const found = new Set<InspectionResult>()
  for (const word of wordOf(text).split(/[;；、,，|]/)) {
    if (word === '') continue
    const result = resultWords.get(word)
    if (result === undefined) return { unknown: word, known: [...resultWords.keys()] }
    found.add(result)
  }
  return { results: inspectionResults.filter((result) => found.has(result)) }
}
