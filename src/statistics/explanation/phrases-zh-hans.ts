import type { MemberDimension } from '../table/terms.ts'
import type { RevisionReason } from '../vintage/terms.ts'
import type { Phrases, SaidArithmetic } from './phrases.ts'
import type { ClaimStanding } from './terms.ts'

const dimensions: Readonly<Record<MemberDimension, string>> = {
  REGION: '地区',
  SCHEME: '认证类别',
  PERIOD: '时期',
  CODE_LIST: '当时有效版本的代码',
}

const standings: Readonly<Record<ClaimStanding, string>> = {
  SPEAKS: '被采用',
  CONFIRMS: '与之一致',
  OVERRULED: '被后来的取代',
  STALE: '发布过早而未采用',
  WITHDRAWN: '已撤回',
  EMBARGOED: '尚在禁发期',
}

const revisionReasons: Readonly<Record<RevisionReason, string>> = {
  RELEASE: '某次发布提供了该数字',
  REVISION: '后来的发布给出了不同的数字',
  EMBARGO: '禁发期结束',
  WITHDRAWAL: '某次发布被撤回',
  BACKFILL: '补录了此前没有保存的内容',
}

/** Simplified Chinese. */
export const simplifiedChinese: Phrases = {
  subject: (parts) => parts.join('，'),
  sentence: (subject, said, more) => `${subject}：${said}${more === null ? '' : `；${more}`}。`,
  list: (items) => items.join('、'),
  andMore: (count) => `另有${count}个`,
  between: (lower, upper) => `介于${lower}与${upper}之间`,
  atLeast: (lower) => `至少${lower}`,
  atMost: (upper) => `至多${upper}`,
  withStatus: (said, status) => `${said}（${status}）`,
  unavailable: (reason) => `没有数字，因为${reason}`,
  gone: '已没有数字：仍然有效的发布都不再提供',
  membersKnown: (known, missing, more) =>
    missing.length === 0
      ? `${known}个成员全部已知`
      : `${known + missing.length + more}个成员中已知${known}个，缺${missing.length + more}个（${missing.join('、')}${more === 0 ? '' : `，另有${more}个`}）`,
  statuses: {
    B: '序列在此中断',
    D: '定义不同',
    E: '估计值',
    F: '预测值',
    G: '试验性',
    H: '因假日或周末缺失',
    I: '插补值',
    J: '豁免',
    K: '已计入其他类别',
    L: '未收集',
    M: '不可能存在',
    N: '不显著',
    O: '缺失，未说明原因',
    P: '初步值',
    Q: '不予公开',
    S: '特殊事件',
    U: '可靠性低',
    V: '未经核实',
    W: '包含其他类别',
  },
  reasons: {
    MEMBERS_MISSING: '部分成员没有数字，或成员不全为人所知',
    MEMBERS_BOUNDED: '部分成员只知道上下限',
    NOT_ADDITIVE: '每个对象只计一次，成员不能相加',
    NO_FIGURE: '没有任何记载',
    SUPPRESSED: '不予公开',
    NOT_COLLECTED: '来源未收集',
    CANNOT_EXIST: '来源说明不可能存在',
    NOT_PUBLISHED: '来源说明缺失',
    END_OF_PERIOD_MISSING: '没有期末的数字',
    CONTENT_CHANGED: '该代码在所要求的版本中含义不同',
    UNMAPPED: '当时有效的版本中没有代码与之对应',
  },
  latestRelease: (source, release, published) =>
    `按规则latest-release，采用“${source}”的发布${release}${published === null ? '' : `（发布于${published}）`}：同一来源以最后发布的为准；发布日期不明时，以最后收录的为准。`,
  combined: combinedInChinese,
  counted:
    '本数由枢纽在查询时计得：只计现在任何人都可以看到的，不论查询哪个位置；涉及不足三个组织的数以及会使其被推算出来的数不公布。',
  endOfPeriod: (asked, period) => `这是存量指标：${asked}的数字即其期末${period}的数字。`,
  crosswalk: ({ scheme, fromVersion, toVersion, codes, exact }) =>
    `按对照表，当时有效的代码表版本${fromVersion}中${codes.length === 0 ? `没有代码构成${toVersion}版的${scheme}` : `${codes.join(' + ')}${exact ? '恰好等于' : '不等于或不能确定等于'}${toVersion}版的${scheme}`}。`,
  missingFor: (reason, members) => `因${reason}而缺：${members}。`,
  preferred: (count, source, chosen) =>
    source === chosen
      ? `有${count}个来源提供该数字；按规则SOURCE_PRIORITY（公布值先于合计，合计先于上下限，再按目录次序）采用“${chosen}”。`
      : `这是“${source}”的数字；按规则SOURCE_PRIORITY（公布值先于合计，合计先于上下限，再按目录次序）表格采用“${chosen}”。`,
  saysToo: (source, said, same) => `“${source}”：${said}${same ? '，两者相同' : ''}。`,
  origin: ({ line, column, form, name, digest, size, receivedAt, publisher, evidence }) =>
    `出自${form === 'file' ? `文件${name}第${line}行${column === null ? '' : `${column}列`}` : `提交数据第${line}行`}（SHA-256 ${digest}，${size}字节），本库于${receivedAt}收到；发布者为${publisher}${evidence === null ? '' : `，见${evidence}`}。`,
  claims: (count, parts) =>
    `共有${count}条记载：${parts.map(([standing, number]) => `${number}条${standings[standing]}`).join('，')}。`,
  neverRevised: '从未修订。',
  revised: (times, { from, to, position, recordedAt, release, reason }) =>
    `共修订${times}次；最近一次在位置${position}（${recordedAt}），由发布${release}从${from ?? '无'}改为${to ?? '缺失'}，原因是${revisionReasons[reason]}。`,
  ended: (position, reason) => `在位置${position}终止，原因是${revisionReasons[reason]}。`,
  discrepancies: (open, settled) => `各来源说法不一：${open}处未解决，${settled}处已说明。`,
}

function combinedInChinese(arithmetic: SaidArithmetic): string {
  const { rule, dimension, indicator, known, missing, unbounded, lower, upper, narrowed } = arithmetic
  const over = dimensions[dimension]
  if (rule === 'NEVER_COMBINED') return `“${indicator}”不跨${over}合并。`
  if (rule === 'SUM_OF_MEMBERS') return `“${indicator}”可跨${over}相加：其值是全部${known}个成员之和。`
  const other = narrowed ? '另一维度的成员给出了更窄的界限。' : ''
  const none =
    missing > 0
      ? `缺少的${missing}个数字不明`
      : unbounded > 0
        ? `${unbounded}个成员没有上限`
        : `没有完整的${over}清单`
  const above = (sum: string) => (upper === null ? `无上限，因为${none}` : `上限＝${sum}＝${upper}`)
  if (rule === 'BOUNDS_OF_DISTINCT')
    return `“${indicator}”每个对象只计一次，不能跨${over}相加：${lower === null ? '无下限' : `下限＝${known}个已知成员中的最大者＝${lower}`}；${above('全部成员之和')}。${other}`
  const zero = missing === 0 ? '' : `（缺少的${missing}个按0计）`
  return `“${indicator}”可跨${over}相加，但成员不全：${lower === null ? '无下限' : `下限＝${known}个已知成员之和${zero}＝${lower}`}；${above('各成员上限之和')}。${other}`
}
