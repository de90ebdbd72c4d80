import {
  authorities,
  bodies,
  type FictionalOrganization,
  holders,
  laboratories,
  ownBusiness,
} from './fictional-organizations.ts'

/** One row of a sample: its cells by the header they stand under. */
export type SampleRow = Readonly<Record<string, string>>

const [province, market, emergency] = authorities
if (province === undefined || market === undefined || emergency === undefined)
  throw new Error('the samples need three authorities')

const year = (index: number) => 2024 + (index % 3)

/** A day of one of the three years, spread by the number of the row; in 2026 none after October. */
function dayOf(index: number): string {
  const month = 1 + ((index * 7) % (year(index) === 2026 ? 10 : 12))
  return `${year(index)}-${String(month).padStart(2, '0')}-${String(1 + ((index * 11) % 28)).padStart(2, '0')}`
}

function pick<T>(among: readonly T[], index: number): T {
  const one = among[index % among.length]
  if (one === undefined) throw new Error('nothing to pick from')
  return one
}

/** Whom a decision is about. */
function counterpartyOf({ name, uscc }: FictionalOrganization, prefix: 'cf' | 'xk'): SampleRow {
  return {
    [`${prefix}_xdr_mc`]: name,
    [`${prefix}_xdr_lb`]: uscc.startsWith('92') ? '04' : '02',
    [`${prefix}_xdr_shxym`]: uscc,
    [`${prefix}_xdr_gszc`]: '',
    [`${prefix}_xdr_zzjg`]: '',
    [`${prefix}_xdr_swdj`]: '',
    [`${prefix}_xdr_sydw`]: '',
    [`${prefix}_xdr_shzz`]: '',
  }
}

const mainland = holders.filter(({ uscc }) => uscc !== '')

const breaches = [
  ['未经认证擅自出厂、销售列入目录的产品', '《示例条例》第一条', '没收违法所得;罚款', 'SERIOUS'],
  ['伪造、冒用认证标志', '《示例条例》第二条', '罚款', 'GENERAL'],
  ['超出认证范围使用认证标志', '《示例条例》第三条', '警告;罚款', 'MINOR'],
  ['未按规定标注认证标志', '《示例条例》第四条', '警告', 'MINOR'],
  ['认证证书暂停期间继续使用认证标志', '《示例条例》第五条', '通报批评;罚款', 'GENERAL'],
] as const

const levels = { MINOR: '轻微', GENERAL: '一般', SERIOUS: '严重' } as const

/** Amounts in 万元 as sources write them. */
const fines = ['5.000000', '0.500000', '12.345600', '1,500', '０．８', '20(万元人民币)', '3万元']

/** Penalties in the current layout: the standard's 30 columns, the level of the scheme of 2025, and the place. */
export const penalties: readonly SampleRow[] = Array.from({ length: 75 }, (_, index) => {
  const about = index === 40 ? ownBusiness : pick(mainland, index * 5)
  const person = index === 41
  const [facts, basis, kinds, level] = pick(breaches, index)
  const day = dayOf(index)
  const fined = kinds.includes('罚款')
  // Of some decisions of 2026 the level is not known yet.
  const severity = day < '2025-06-22' || index % 17 === 2 ? '' : levels[level]
  return {
    ...counterpartyOf(about, 'cf'),
    ...(person ? { cf_xdr_mc: '示例某乙', cf_xdr_lb: '01', cf_xdr_shxym: '' } : {}),
    cf_frdb: '示例某丙',
    cf_fr_zjlx: '01',
    cf_fr_sfzh: '示例证件号码',
    cf_xdr_zjlx: person ? '01' : '',
    cf_xdr_zjhm: person ? '示例证件号码' : '',
    cf_wsh: penaltyNumber(index),
    cf_wfxw: '违反认证管理规定',
    cf_sy: `示例：${facts}`,
    cf_yj: basis,
    cf_cflb: kinds,
    cf_nr: `示例：${kinds.replaceAll(';', '，')}`,
    cf_nr_fk: fined ? pick(fines, index) : '',
    cf_nr_wfff: kinds.startsWith('没收') ? '2.250000' : '',
    cf_nr_zkdx: '',
    cf_jdrq: day,
    cf_yxq: '2099-12-31',
    cf_gsjzq: '',
    cf_cfjg: market.name,
    cf_cfjgdm: market.uscc,
    cf_sjly: market.name,
    cf_sjlydm: market.uscc,
    bz: '虚构示例',
    cf_sxyzcd: severity,
    dfbm: person ? '440600' : about.region,
  }
})

function penaltyNumber(index: number): string {
  return `示市监处罚〔${year(index)}〕${String(index + 1).padStart(3, '0')}号`
}

/** Penalties in the older layout, under its Chinese headers; one of them is for use within the government alone. */
export const olderPenalties: readonly SampleRow[] = Array.from({ length: 15 }, (_, index) => {
  const about = pick(mainland, index * 3 + 1)
  const [facts, basis] = pick(breaches, index)
  return {
    行政处罚决定书文号: `示质监罚字〔2024〕第${index + 1}号`,
    处罚名称: `示例：${facts}`,
    处罚类别1: index % 5 === 3 ? '警告' : '罚款',
    处罚类别2: index % 5 === 0 ? '没收违法所得' : '',
    处罚事由: `示例：${facts}`,
    处罚依据: basis,
    行政相对人名称: about.name,
    '行政相对人代码_1(统一社会信用代码)': about.uscc,
    '行政相对人代码_2(组织机构代码)': about.uscc.slice(8, 17),
    '行政相对人代码_3(工商登记码)': '',
    '行政相对人代码_4(税务登记号)': '',
    '行政相对人代码_5(居民身份证号)': '',
    法定代表人姓名: '示例某丙',
    处罚结果: '示例：罚款人民币五千元',
    处罚决定日期: `2024/${1 + (index % 12)}/${1 + index}`,
    处罚机关: '示例市质量技术监督局',
    当前状态: index === 9 ? '2' : '0',
    地方编码: about.region,
    数据更新时间戳: '2024/12/31',
    备注: '虚构示例',
    信息使用范围: index === 4 ? '1' : '0',
    失信严重程度: index % 3 === 0 ? '1' : '0',
  }
})

const licences = [
  ['检验检测机构资质认定', '01'],
  ['食品生产许可', '01'],
  ['强制性产品认证指定', '03'],
  ['计量标准器具核准', '04'],
] as const

/** Licences in the current layout. */
export const currentLicences: readonly SampleRow[] = Array.from({ length: 20 }, (_, index) => {
  const about = pick(mainland, index * 4 + 2)
  const [what, kind] = pick(licences, index)
  const day = dayOf(index + 5)
  const number = `示许〔${day.slice(0, 4)}〕${String(index + 1).padStart(3, '0')}号`
  return {
    ...counterpartyOf(about, 'xk'),
    xk_frdb: '示例某丙',
    xk_fr_sfzh: '示例证件号码',
    xk_xdr_zjlx: '',
    xk_xdr_zjhm: '',
    xk_xkws: `准予${what}决定书（示例）`,
    xk_wsh: number,
    xk_xklb: kind,
    xk_xkzs: `${what}证书`,
    xk_xkbh: `SL${String(index + 1).padStart(6, '0')}`,
    xk_nr: `示例：准予${what}`,
    xk_jdrq: day,
    xk_yxqz: day,
    xk_yxqzi: `${Number(day.slice(0, 4)) + (index % 6 === 0 ? 1 : 6)}${day.slice(4)}`,
    xk_xkjg: province?.name ?? '',
    xk_xkjgdm: province?.uscc ?? '',
    xk_zt: '1',
    dfbm: about.region,
  }
})

/** Licences in the older layout. */
export const olderLicences: readonly SampleRow[] = Array.from({ length: 10 }, (_, index) => {
  const about = pick(mainland, index * 7 + 3)
  return {
    xk_wsh: `示质许字〔2024〕第${index + 1}号`,
    xk_xmmc: '工业产品生产许可（示例）',
    xk_splb: '普通',
    xk_nr: '示例：准予生产',
    xk_xdr: about.name,
    xk_xdr_shxym: about.uscc,
    xk_xdr_zdm: '',
    xk_xdr_gsdj: '',
    xk_xdr_swdj: '',
    xk_xdr_sfz: '',
    xk_fr: '示例某丙',
    xk_jdrq: `2024/${1 + index}/15`,
    xk_jzq: `2029/${1 + index}/14`,
    xk_xzjg: '示例市质量技术监督局',
    xk_zt: '0',
    dfbm: about.region,
    sjc: '2024/12/31',
    bz: '虚构示例',
  }
})

/** Who holds the certificate with a number in the order of the register; every sixth is of a quality management system. */
export function holderOfCertificate(index: number): FictionalOrganization {
  return pick(holders, index * 7)
}

const events = [
  ['CERTIFICATE_SUSPENDED', 4],
  ['CERTIFICATE_WITHDRAWN', 3],
  ['CERTIFICATE_CANCELLED', 2],
  ['BODY_SANCTIONED', 2],
  ['LABORATORY_SANCTIONED', 2],
  ['PROFICIENCY_RESULT', 3],
  ['ABNORMAL_OPERATION_LIST', 2],
  ['SERIOUS_DISHONESTY_LIST', 1],
  ['COMMENDATION', 1],
] as const

/** Credit records of all other kinds, in our own columns. Some are of 2026 and begin to be public only later. */
export const creditEvents: readonly SampleRow[] = events
  .flatMap(([kind, count]) => Array.from({ length: count }, (_, number) => ({ kind, number })))
  .map(({ kind, number }, index) => {
    const about = kind.startsWith('BODY')
      ? pick(bodies, number)
      : kind.startsWith('LABORATORY') || kind.startsWith('PROFICIENCY')
        ? pick(laboratories, number)
        : holderOfCertificate(index * 6)
    const sanctioned = kind.endsWith('SANCTIONED')
    const pending = index === 0 || kind === 'SERIOUS_DISHONESTY_LIST'
    return {
      kind,
      name: about.name,
      counterparty_kind: '02',
      uscc: about.uscc,
      hk_brn: about.hkBrn,
      mo_cr: about.moCr,
      decision_number: `示信〔2026〕${String(index + 1).padStart(2, '0')}号`,
      title: `示例信用信息${index + 1}`,
      facts: '虚构示例',
      penalty_kind: sanctioned ? '罚款' : '',
      fine: sanctioned ? '80000元' : '',
      decision_date: `2026-${pending ? '11' : String(2 + (index % 9)).padStart(2, '0')}-0${1 + (index % 9)}`,
      publicity_from: pending ? '2027-06-01' : '',
      authority: province?.name ?? '',
      authority_code: province?.uscc ?? '',
      severity: sanctioned ? 'SERIOUS' : '',
      region: about.region,
      scheme: kind.startsWith('CERTIFICATE') ? 'QMS' : '',
      certificate_number: kind.startsWith('CERTIFICATE')
        ? `SL-QMS-${String(index + 1).padStart(4, '0')}`
        : '',
      result: kind.startsWith('PROFICIENCY') ? pick(['满意', '可疑', '不满意'], number) : '',
    }
  })

/** Penalties of 2026 that are serious: public for three years, so that a measure may still be taken because of them. */
const serious = penalties
  .map((row) => ({ number: row['cf_wsh'] ?? '', level: row['cf_sxyzcd'], day: row['cf_jdrq'] ?? '' }))
  .filter(({ level, day }) => level === '严重' && day >= '2026')

/** What other authorities do because of a record. */
export const jointMeasures: readonly SampleRow[] = Array.from({ length: 12 }, (_, index) => {
  const record = pick(serious, index)
  const authority = index % 2 === 0 ? emergency : province
  return {
    record_decision_number: record.number,
    record_authority: market?.name ?? '',
    record_authority_code: market?.uscc ?? '',
    measure: pick(
      [
        '限制参加政府采购（示例）',
        '列为重点监管对象（示例）',
        '限制享受优惠政策（示例）',
        '加大抽查频次（示例）',
      ],
      Math.floor(index / serious.length) + (index % serious.length),
    ),
    authority: authority?.name ?? '',
    authority_code: authority?.uscc ?? '',
    basis: '《示例联合惩戒措施清单》',
    valid_from: '2026-11-02',
    valid_to: '2027-11-01',
  }
})

const results = ['0', '0', '0', 'E', 'A', 'B', '6', 'F', 'E;B', '8', '0', '7']

/** Objects of three plans of double-random inspection. */
export const inspections: readonly SampleRow[] = Array.from({ length: 60 }, (_, index) => {
  const plan = Math.floor(index / 20)
  const about = pick(holders, index * 3 + plan)
  const month = String(3 + plan * 3).padStart(2, '0')
  return {
    plan: `示例抽查计划2026-${plan + 1}`,
    plan_name: pick(['认证活动抽查（示例）', '强制性产品认证抽查（示例）', '检验检测抽查（示例）'], plan),
    task: `示例任务${plan + 1}-${1 + (index % 2)}`,
    task_name: '虚构示例任务',
    name: about.name,
    counterparty_kind: '02',
    uscc: about.uscc,
    hk_brn: about.hkBrn,
    mo_cr: about.moCr,
    authority: market?.name ?? '',
    authority_code: market?.uscc ?? '',
    inspected_on: `2026-${month}-${String(1 + (index % 20)).padStart(2, '0')}`,
    results: pick(results, index),
    published_on: `2026-${month}-28`,
    page: `https://example.org/inspections/${plan + 1}`,
    region: about.region,
    scheme: pick(['QMS', 'CCC', 'EMS'], plan),
  }
})
