import type { MemberDimension } from '../table/terms.ts'
import type { RevisionReason } from '../vintage/terms.ts'
import type { Phrases, SaidArithmetic } from './phrases.ts'
import type { ClaimStanding } from './terms.ts'

const dimensions: Readonly<Record<MemberDimension, string>> = {
  REGION: '地區',
  SCHEME: '認證類別',
  PERIOD: '時期',
  CODE_LIST: '當時有效版本的代碼',
}

const standings: Readonly<Record<ClaimStanding, string>> = {
  SPEAKS: '被採用',
  CONFIRMS: '與之一致',
  OVERRULED: '被後來的取代',
  STALE: '發佈過早而未採用',
  WITHDRAWN: '已撤回',
  EMBARGOED: '尚在禁發期',
}

const revisionReasons: Readonly<Record<RevisionReason, string>> = {
  RELEASE: '某次發佈提供了該數字',
  REVISION: '後來的發佈給出了不同的數字',
  EMBARGO: '禁發期結束',
  WITHDRAWAL: '某次發佈被撤回',
  BACKFILL: '補錄了此前沒有保存的內容',
}

/** Traditional Chinese. */
export const traditionalChinese: Phrases = {
  subject: (parts) => parts.join('，'),
  sentence: (subject, said, more) => `${subject}：${said}${more === null ? '' : `；${more}`}。`,
  list: (items) => items.join('、'),
  andMore: (count) => `另有${count}個`,
  between: (lower, upper) => `介於${lower}與${upper}之間`,
  atLeast: (lower) => `至少${lower}`,
  atMost: (upper) => `至多${upper}`,
  withStatus: (said, status) => `${said}（${status}）`,
  unavailable: (reason) => `沒有數字，因為${reason}`,
  gone: '已沒有數字：仍然有效的發佈都不再提供',
  membersKnown: (known, missing, more) =>
    missing.length === 0
      ? `${known}個成員全部已知`
      : `${known + missing.length + more}個成員中已知${known}個，缺${missing.length + more}個（${missing.join('、')}${more === 0 ? '' : `，另有${more}個`}）`,
  statuses: {
    B: '序列在此中斷',
    D: '定義不同',
    E: '估計值',
    F: '預測值',
    G: '試驗性',
    H: '因假日或週末缺失',
    I: '插補值',
    J: '豁免',
    K: '已計入其他類別',
    L: '未收集',
    M: '不可能存在',
    N: '不顯著',
    O: '缺失，未說明原因',
    P: '初步值',
    Q: '不予公開',
    S: '特殊事件',
    U: '可靠性低',
    V: '未經核實',
    W: '包含其他類別',
  },
  reasons: {
    MEMBERS_MISSING: '部分成員沒有數字，或成員不全為人所知',
    MEMBERS_BOUNDED: '部分成員只知道上下限',
    NOT_ADDITIVE: '每個對象只計一次，成員不能相加',
    NO_FIGURE: '沒有任何記載',
    SUPPRESSED: '不予公開',
    NOT_COLLECTED: '來源未收集',
    CANNOT_EXIST: '來源說明不可能存在',
    NOT_PUBLISHED: '來源說明缺失',
    END_OF_PERIOD_MISSING: '沒有期末的數字',
    CONTENT_CHANGED: '該代碼在所要求的版本中含義不同',
    UNMAPPED: '當時有效的版本中沒有代碼與之對應',
  },
  latestRelease: (source, release, published) =>
    `按規則latest-release，採用「${source}」的發佈${release}${published === null ? '' : `（發佈於${published}）`}：同一來源以最後發佈的為準；發佈日期不明時，以最後收錄的為準。`,
  combined: combinedInChinese,
  counted:
    '本數由樞紐在查詢時計得：只計現在任何人都可以看到的，不論查詢哪個位置；涉及不足三個組織的數以及會使其被推算出來的數不公佈。',
  endOfPeriod: (asked, period) => `這是存量指標：${asked}的數字即其期末${period}的數字。`,
  crosswalk: ({ scheme, fromVersion, toVersion, codes, exact }) =>
    `按對照表，當時有效的代碼表版本${fromVersion}中${codes.length === 0 ? `沒有代碼構成${toVersion}版的${scheme}` : `${codes.join(' + ')}${exact ? '恰好等於' : '不等於或不能確定等於'}${toVersion}版的${scheme}`}。`,
  missingFor: (reason, members) => `因${reason}而缺：${members}。`,
  preferred: (count, source, chosen) =>
    source === chosen
      ? `有${count}個來源提供該數字；按規則SOURCE_PRIORITY（公佈值先於合計，合計先於上下限，再按目錄次序）採用「${chosen}」。`
      : `這是「${source}」的數字；按規則SOURCE_PRIORITY（公佈值先於合計，合計先於上下限，再按目錄次序）表格採用「${chosen}」。`,
  saysToo: (source, said, same) => `「${source}」：${said}${same ? '，兩者相同' : ''}。`,
  origin: ({ line, column, form, name, digest, size, receivedAt, publisher, evidence }) =>
    `出自${form === 'file' ? `文件${name}第${line}行${column === null ? '' : `${column}欄`}` : `提交數據第${line}行`}（SHA-256 ${digest}，${size}位元組），本庫於${receivedAt}收到；發佈者為${publisher}${evidence === null ? '' : `，見${evidence}`}。`,
  claims: (count, parts) =>
    `共有${count}條記載：${parts.map(([standing, number]) => `${number}條${standings[standing]}`).join('，')}。`,
  neverRevised: '從未修訂。',
  revised: (times, { from, to, position, recordedAt, release, reason }) =>
    `共修訂${times}次；最近一次在位置${position}（${recordedAt}），由發佈${release}從${from ?? '無'}改為${to ?? '缺失'}，原因是${revisionReasons[reason]}。`,
  ended: (position, reason) => `在位置${position}終止，原因是${revisionReasons[reason]}。`,
  discrepancies: (open, settled) => `各來源說法不一：${open}處未解決，${settled}處已說明。`,
}

function combinedInChinese(arithmetic: SaidArithmetic): string {
  const { rule, dimension, indicator, known, missing, unbounded, lower, upper, narrowed } = arithmetic
  const over = dimensions[dimension]
  if (rule === 'NEVER_COMBINED') return `「${indicator}」不跨${over}合併。`
  if (rule === 'SUM_OF_MEMBERS') return `「${indicator}」可跨${over}相加：其值是全部${known}個成員之和。`
  const other = narrowed ? '另一維度的成員給出了更窄的界限。' : ''
  const none =
    missing > 0
      ? `缺少的${missing}個數字不明`
      : unbounded > 0
        ? `${unbounded}個成員沒有上限`
        : `沒有完整的${over}清單`
  const above = (sum: string) => (upper === null ? `無上限，因為${none}` : `上限＝${sum}＝${upper}`)
  if (rule === 'BOUNDS_OF_DISTINCT')
    return `「${indicator}」每個對象只計一次，不能跨${over}相加：${lower === null ? '無下限' : `下限＝${known}個已知成員中的最大者＝${lower}`}；${above('全部成員之和')}。${other}`
  const zero = missing === 0 ? '' : `（缺少的${missing}個按0計）`
  return `「${indicator}」可跨${over}相加，但成員不全：${lower === null ? '無下限' : `下限＝${known}個已知成員之和${zero}＝${lower}`}；${above('各成員上限之和')}。${other}`
}
