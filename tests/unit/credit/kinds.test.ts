import { expect, test } from 'vitest'
import { readResults } from '../../../src/credit/inspection/results.ts'
import { inspectionResults } from '../../../src/credit/inspection/terms.ts'
import { counterpartyWords, kindWords, severityWords, stateWords } from '../../../src/credit/kinds.ts'
import { readPenaltyKinds } from '../../../src/credit/penalty-kinds.ts'
import { creditKinds } from '../../../src/credit/terms.ts'
import { wordOf } from '../../../src/credit/words.ts'

test.each([
  ['警告', 'WARNING'],
  ['警告;罚款', 'WARNING FINE'],
  ['罚款，警告', 'WARNING FINE'],
  ['没收违法所得、没收非法财物', 'CONFISCATION'],
  ['1-警告；2.罚款', 'WARNING FINE'],
  [' 吊销许可证件 ', 'REVOKE_LICENCE'],
  ['暂扣或者吊销许可证', 'SUSPEND_LICENCE REVOKE_LICENCE'],
  ['FINE;order_closure', 'FINE ORDER_CLOSURE'],
  ['', ''],
])('penalty %j is %s', (text, kinds) => {
  expect(readPenaltyKinds(text)).toEqual({ kinds: kinds === '' ? [] : kinds.split(' ') })
})

test.each(['01', '2', '警告;罚钱', '教育'])('penalty %j is none', (text) => {
  expect(readPenaltyKinds(text)).toHaveProperty('unknown', text.split(';').at(-1))
})

test('words name kinds, counterparties, severities and states', () => {
  expect(kindWords.get(wordOf('行政处罚'))).toBe('ADMINISTRATIVE_PENALTY')
  expect(kindWords.get(wordOf('administrative_penalty'))).toBe('ADMINISTRATIVE_PENALTY')
  expect(kindWords.get(wordOf('水电费拖欠'))).toBeUndefined()
  expect(new Set(kindWords.values())).toEqual(new Set(creditKinds))
  expect(
    ['01', '０２', '非法人组织', '个体工商户'].map((word) => counterpartyWords.get(wordOf(word))),
  ).toEqual(['NATURAL_PERSON', 'LEGAL_PERSON', 'UNINCORPORATED', 'INDIVIDUAL_BUSINESS'])
  expect(['轻微', '一般', '严重'].map((word) => severityWords.get(wordOf(word)))).toEqual([
    'MINOR',
    'GENERAL',
    'SERIOUS',
  ])
  expect(['正常', '撤销', '异议'].map((word) => stateWords.get(wordOf(word)))).toEqual([
    'STANDING',
    'ANNULLED',
    'OBJECTED',
  ])
})

test('results by code and word, several at once; every one has a code', () => {
  expect(readResults('A;E')).toEqual({ results: ['PROBLEM_PENDING', 'PROBLEM_CORRECTED'] })
  expect(readResults('12，10、发现问题待后续处理')).toEqual({
    results: ['PROBLEM_PENDING', 'LICENCE_REVOKED', 'MOVED_AWAY'],
  })
  expect(readResults('通过登记的住所（经营场所）无法联系')).toEqual({ results: ['UNREACHABLE'] })
  expect(readResults('未发现问题')).toEqual({ results: ['NO_PROBLEM'] })
  expect(readResults('A;D')).toHaveProperty('unknown', 'D')
  const codes = 'A B C E F 5 6 7 8 9 10 11 12 0'.split(' ')
  const results = codes.flatMap((code) => {
    const read = readResults(code)
    return 'results' in read ? read.results : []
  })
  expect(results).toEqual([...inspectionResults])
})
