import { expect, it } from 'vitest'
import { withoutText } from '../../../src/kernel/hidden-text.ts'

it.each([
  ['对示例张三罚款', '张三', '对示例*罚款'],
  ['张 三、张\u200b三、张\n三', '张三', '*、*、*'],
  ['示例〔张三〕，示例（张三）', '示例(张三)', '*，*'],
  ['Limited by LI, Ｌｉ', 'Li', 'Limited by *, *'],
  ['A1234567B A1234567', 'A1234567', 'A1234567B *'],
  ['王王', '王', '王王'],
  ['a.b $& [x]', '$&', 'a.b * [x]'],
  ['Jo-Ann ]^\\-', ']^\\-', 'Jo-Ann *'],
  ['张三', '', '张三'],
])('%j without %j is %j', (text, hidden, left) => expect(withoutText(text, hidden, '*')).toBe(left))
