import { expect, it } from 'vitest'
import { holdsIdentityNumber, maskIdentityNumbers } from '../../../src/kernel/identity-numbers.ts'

it.each([
  ['440101198001011234', '***'],
  ['44010119800101123X', '***'],
  ['44010119800101123x', '***'],
  ['４４０１０１１９８００１０１１２３４', '***'],
  ['440101 19800101 1234', '***'],
  ['440101-19800101-1234', '***'],
  ['身份证440101198001011234，住址', '身份证***，住址'],
  ['440101800101123', '***'],
  ['810000199001010013;830000199001010013', '***;***'],
])('%j becomes %j', (text, masked) => {
  expect(maskIdentityNumbers(text)).toBe(masked)
  expect(holdsIdentityNumber(text)).toBe(true)
})

it.each([
  '',
  '914401011905004191',
  '121200004013590816',
  '91440000190333809T',
  '440101198013011234',
  '440101000012345',
  '440301100112345',
  '4401011980010112345',
  'A440101198001011234',
  '粤市监处罚〔2024〕123号',
  '2024-03-01',
])('%j stays', (text) => {
  expect(maskIdentityNumbers(text)).toBe(text)
  expect(holdsIdentityNumber(text)).toBe(false)
})
