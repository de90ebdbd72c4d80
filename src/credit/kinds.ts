import type { CounterpartyKind, CreditKind, Severity } from './terms.ts'
import { vocabulary } from './words.ts'

/** Words of feeds for the kinds of the catalogue. What stands nowhere here is no kind that may be public. */
export const kindWords = vocabulary<CreditKind>({
  ADMINISTRATIVE_PENALTY: ['行政处罚', '行政处罚信息', '处罚'],
  ADMINISTRATIVE_LICENCE: ['行政许可', '行政许可信息', '许可'],
  CERTIFICATE_SUSPENDED: ['证书暂停', '暂停证书', '认证证书暂停', '暂停认证证书'],
  CERTIFICATE_WITHDRAWN: ['证书撤销', '撤销证书', '认证证书撤销', '撤销认证证书', 'CERTIFICATE_REVOKED'],
  CERTIFICATE_CANCELLED: ['证书注销', '注销证书', '认证证书注销', '注销认证证书'],
  BODY_SANCTIONED: ['认证机构处罚', '认证机构处理', '认证机构违规'],
  LABORATORY_SANCTIONED: ['实验室处罚', '实验室处理', '检验检测机构处罚', '检验检测机构处理'],
  PROFICIENCY_RESULT: ['能力验证', '能力验证结果'],
  ABNORMAL_OPERATION_LIST: ['经营异常名录', '列入经营异常名录', '经营异常'],
  SERIOUS_DISHONESTY_LIST: [
    '严重违法失信名单',
    '列入严重违法失信名单',
    '严重违法失信企业名单',
    '严重失信主体名单',
  ],
  COMMENDATION: ['表彰', '表彰奖励', '守信激励', '质量奖', '红名单'],
})

/** Codes (01–04) and words of the double-publicity lists for whom a record is about. */
export const counterpartyWords = vocabulary<CounterpartyKind>({
  NATURAL_PERSON: ['01', '1', '自然人', '个人', '公民'],
  LEGAL_PERSON: ['02', '2', '法人', '法人及非法人组织', '企业', '企业法人', '单位'],
  UNINCORPORATED: ['03', '3', '非法人组织', '非法人', '其他组织'],
  INDIVIDUAL_BUSINESS: ['04', '4', '个体工商户', '个体户', '个体'],
})

/** Words for how serious a breach is. */
export const severityWords = vocabulary<Severity>({
  MINOR: ['轻微', '轻微失信'],
  GENERAL: ['一般', '一般失信'],
  SERIOUS: ['严重', '严重失信'],
})

/** Kinds of licence of the double-publicity list. */
export const licenceKinds = [
  'GENERAL',
  'FRANCHISE',
  'RECOGNITION',
  'APPROVAL',
  'REGISTRATION',
  'OTHER',
] as const

/** A kind of licence. */
export type LicenceKind = (typeof licenceKinds)[number]

/** Codes (01–06) and words for kinds of licence. */
export const licenceWords = vocabulary<LicenceKind>({
  GENERAL: ['01', '1', '普通', '普通许可'],
  FRANCHISE: ['02', '2', '特许', '特许许可'],
  RECOGNITION: ['03', '3', '认可'],
  APPROVAL: ['04', '4', '核准'],
  REGISTRATION: ['05', '5', '登记'],
  OTHER: ['06', '6', '其他', '其它'],
})

/** What a source says of the present state of a penalty or licence. */
export const claimedStates = ['STANDING', 'ANNULLED', 'OBJECTED', 'OTHER'] as const

/** A state that a source says. */
export type ClaimedState = (typeof claimedStates)[number]

/**
 * Words for what a source says of the present state (当前状态). ANNULLED withdraws the record; OBJECTED marks it as disputed. No
 * numbers: layouts number them differently, so a feed says the word.
 */
export const stateWords = vocabulary<ClaimedState>({
  STANDING: ['正常', '有效', '现行有效'],
  ANNULLED: ['撤销', '撤消', '已撤销', '被撤销', '注销', '已注销', '撤回', '已撤回', '吊销', '无效', '失效'],
  OBJECTED: ['异议', '有异议', '复议', '诉讼'],
  OTHER: ['其他', '其它'],
})

/** Who may use what a source says of a record. */
export const usages = ['PUBLIC', 'GOVERNMENT', 'AUTHORIZED'] as const

/** A scope of use (信息使用范围). */
export type Usage = (typeof usages)[number]

/** Codes and words of the scope of use: only what everybody may use is published. */
export const usageWords = vocabulary<Usage>({
  PUBLIC: ['0', '公示'],
  GOVERNMENT: ['1', '仅政府部门内部共享', '政府部门内部共享'],
  AUTHORIZED: ['2', '仅可授权查询', '授权查询'],
})
