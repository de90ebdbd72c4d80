import { creditCheckOf, organizationCheckOf } from '../../src/catalogue/organization/check-characters.ts'

/** An organization of the samples. All of them are made up, and their names say so. */
export type FictionalOrganization = {
  readonly name: string
  readonly nameEn: string
  readonly region: string
  readonly role: 'CERTIFIED' | 'CERTIFICATION_BODY' | 'LABORATORY' | 'AUTHORITY'
  readonly uscc: string
  readonly hkBrn: string
  readonly moCr: string
  readonly moTax: string
}

/** The nine cities of the bay in Guangdong. */
export const cities = [
  ['440100', '广州', 'Guangzhou'],
  ['440300', '深圳', 'Shenzhen'],
  ['440400', '珠海', 'Zhuhai'],
  ['440600', '佛山', 'Foshan'],
  ['441300', '惠州', 'Huizhou'],
  ['441900', '东莞', 'Dongguan'],
  ['442000', '中山', 'Zhongshan'],
  ['440700', '江门', 'Jiangmen'],
  ['441200', '肇庆', 'Zhaoqing'],
] as const

const trades = [
  ['电子', 'Electronics'],
  ['玩具', 'Toys'],
  ['食品', 'Foods'],
  ['照明', 'Lighting'],
] as const

/** A code whose checks fit. The run XXXX0001, XXXX0002 … within it is of no organization: none was ever given letters so. */
export function fictionalCode(kind: string, region: string, number: number): string {
  const organization = `XXXX${String(number).padStart(4, '0')}`
  const body = `${kind}${region}${organization}${organizationCheckOf(organization)}`
  return `${body}${creditCheckOf(body)}`
}

const none = { uscc: '', hkBrn: '', moCr: '', moTax: '' }

const certified: readonly FictionalOrganization[] = cities.flatMap(([region, city, cityEn], place) =>
  trades
    .filter((_, index) => index < 2 || (place + index) % 2 === 0)
    .map(([trade, tradeEn], index) => ({
      ...none,
      name: `示例${city}${trade}有限公司`,
      nameEn: `Sample ${cityEn} ${tradeEn} Ltd`,
      region,
      role: 'CERTIFIED' as const,
      uscc: fictionalCode('91', region, place * 10 + index + 1),
    })),
)

const abroad: readonly FictionalOrganization[] = [1, 2].flatMap((number) => [
  {
    ...none,
    name: `示例香港贸易${number}号有限公司`,
    nameEn: `Sample Hong Kong Trading No. ${number} Limited`,
    region: '810000',
    role: 'CERTIFIED' as const,
    hkBrn: `9999990${number}`,
  },
  {
    ...none,
    name: `示例澳门商号${number}号`,
    nameEn: `Sample Macao House No. ${number}`,
    region: '820000',
    role: 'CERTIFIED' as const,
    moCr: `SO 99990${number}`,
    moTax: number === 1 ? '89999901' : '',
  },
])

/** The last character but one is not what the check would have. */
const failing = fictionalCode('91', '440300', 501)

/** A code whose check fails. */
export const failingCode = `${failing.slice(0, 17)}${failing.endsWith('A') ? 'B' : 'A'}`

/** A natural person's own business: its code begins with 92. */
export const ownBusiness: FictionalOrganization = {
  ...none,
  name: '示例某甲便利店',
  nameEn: 'Sample Convenience Store',
  region: '440600',
  role: 'CERTIFIED',
  uscc: fictionalCode('92', '440600', 601),
}

/** Certification bodies, of which the samples need two to tell them apart. */
export const bodies: readonly FictionalOrganization[] = [1, 2].map((number) => ({
  ...none,
  name: `示例认证中心${number}号有限公司`,
  nameEn: `Sample Certification Centre No. ${number}`,
  region: number === 1 ? '440100' : '440300',
  role: 'CERTIFICATION_BODY',
  uscc: fictionalCode('91', number === 1 ? '440100' : '440300', 700 + number),
}))

/** Laboratories. */
export const laboratories: readonly FictionalOrganization[] = [1, 2, 3].map((number) => ({
  ...none,
  name: `示例检测实验室${number}号有限公司`,
  nameEn: `Sample Testing Laboratory No. ${number}`,
  region: cities[number]?.[0] ?? '440300',
  role: 'LABORATORY',
  uscc: fictionalCode('91', cities[number]?.[0] ?? '440300', 800 + number),
}))

/** Authorities of cities that do not exist. */
export const authorities: readonly FictionalOrganization[] = [
  ['示例省市场监督管理局', 'Sample Provincial Administration for Market Regulation'],
  ['示例市市场监督管理局', 'Sample Municipal Administration for Market Regulation'],
  ['示例市应急管理局', 'Sample Municipal Emergency Management Bureau'],
].map(([name = '', nameEn = ''], index) => ({
  ...none,
  name,
  nameEn,
  region: '440000',
  role: 'AUTHORITY',
  uscc: fictionalCode('11', '440000', 901 + index),
}))

/** Those that hold certificates and that decisions are about. */
export const holders: readonly FictionalOrganization[] = [...certified, ...abroad]

/** Everything that stands in the register of organizations. */
export const organizations: readonly FictionalOrganization[] = [
  ...holders,
  {
    ...none,
    name: '示例校验不符有限公司',
    nameEn: 'Sample Failing Check Ltd',
    region: '440300',
    role: 'CERTIFIED',
    uscc: failingCode,
  },
  ownBusiness,
  ...bodies,
  ...laboratories,
  ...authorities,
]
