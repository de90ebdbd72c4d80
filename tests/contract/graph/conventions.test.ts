import { afterAll, beforeAll, expect, test } from 'vitest'
import { errorCodes } from '../../../src/kernel/error-codes.ts'
import { asAdministrator, describeOneGround, openTestHub, type TestHub } from '../../support/hub.ts'

const described = `fragment Type on __Type { kind name description
  fields { name description args { name description } } inputFields { name description }
  enumValues { name description } }`

type Described = { readonly name: string; readonly description: string | null }
type DescribedType = Described & {
  readonly kind: string
  readonly fields: (Described & { readonly args: readonly Described[] })[] | null
  readonly inputFields: readonly Described[] | null
  readonly enumValues: readonly Described[] | null
}

describeOneGround('conventions of the graph', (ground) => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await openTestHub({ ground, samples: true })
  })
  afterAll(() => hub.close())

  test('everything in the schema is described', async () => {
    const { data } = await hub.ask(
      `{ __schema { types { ...Type } directives { name description args { name description } } } } ${described}`,
    )
    const {
      __schema: schema,
    }: { __schema: { types: DescribedType[]; directives: (Described & { args: Described[] })[] } } = data
    const roots = ['Query', 'Mutation', 'Subscription']
    const bare = [
      ...schema.types.flatMap((type) => [
        ...(roots.includes(type.name) ? [] : [{ ...type, place: type.name }]),
        ...(type.fields ?? []).flatMap((field) => [
          { ...field, place: `${type.name}.${field.name}` },
          ...field.args.map((arg) => ({ ...arg, place: `${type.name}.${field.name}(${arg.name})` })),
        ]),
        ...[...(type.inputFields ?? []), ...(type.enumValues ?? [])].map((part) => ({
          ...part,
          place: `${type.name}.${part.name}`,
        })),
      ]),
      ...schema.directives.flatMap((directive) =>
        [directive, ...directive.args].map((part) => ({ ...part, place: `@${directive.name} ${part.name}` })),
      ),
    ].filter(({ place }) => !place.startsWith('__'))
    expect(bare.length).toBeGreaterThan(300)
    expect(bare.filter(({ description }) => !description?.trim()).map(({ place }) => place)).toEqual([])
  })

  test('decimals are texts, positions whole numbers, instants in UTC with milliseconds', async () => {
    const { data } = await hub.ask(`{ hub { position recordedAt } indicators { minimum }
      observations(first: 20) { nodes { value position recordedAt revision period } } }`)
    const answer: {
      hub: { position: number; recordedAt: string }
      indicators: { minimum: unknown }[]
      observations: {
        nodes: { value: string; position: number; recordedAt: string; revision: number; period: string }[]
      }
    } = data
    const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/
    expect(answer.hub.recordedAt).toMatch(instant)
    expect(new Set(answer.indicators.map(({ minimum }) => minimum))).toEqual(new Set(['0']))
    for (const node of answer.observations.nodes) {
      expect(node.value).toMatch(/^\d+$/)
      expect(Number.isSafeInteger(node.position)).toBe(true)
      expect(node.position).toBeLessThanOrEqual(answer.hub.position)
      expect(node.recordedAt).toMatch(instant)
      expect(node.period).toMatch(/^\d{4}-\d{2}$/)
    }
  })

  test.for([
    { header: undefined, name: 'Guangdong' },
    { header: 'zh-CN', name: '广东省' },
    { header: 'zh-Hans-HK', name: '广东省' },
    { header: 'zh-HK,zh;q=0.9,en;q=0.8', name: '廣東省' },
    { header: 'zh-MO', name: '廣東省' },
    { header: 'fr-FR, de;q=0.5', name: 'Guangdong' },
    { header: 'en;q=0.1, zh-TW;q=0.9', name: '廣東省' },
    { header: 'zh;q=0, en', name: 'Guangdong' },
    { header: ';;;,q=, *', name: 'Guangdong' },
  ])('names come in the language of Accept-Language: $header', async ({ header, name }) => {
    const headers: Record<string, string> = header === undefined ? {} : { 'accept-language': header }
    const { data } = await hub.ask('{ region(code: "440000") { name } }', {}, headers)
    expect((data as { region: { name: string } }).region.name).toContain(name.slice(0, 2))
    if (name === 'Guangdong') expect(data).toEqual({ region: { name: expect.stringMatching(/^Guangdong/) } })
  })

  test('the language of an argument goes before that of the header; all names are there too', async () => {
    const { data, headers } = await hub.ask(
      `{ region(code: "440000") { hans: name(language: "zh-Hans") hant: name(language: "zh-HK") en: name(language: "en-GB")
        names { language text } } }`,
      {},
      { 'accept-language': 'zh-Hant' },
    )
    const {
      region,
    }: { region: { hans: string; hant: string; en: string; names: { language: string; text: string }[] } } =
      data
    const named = new Map(region.names.map(({ language, text }) => [language, text]))
    expect([...named.keys()]).toEqual(expect.arrayContaining(['zh-Hans', 'zh-Hant', 'en']))
    expect(region).toMatchObject({
      hans: named.get('zh-Hans'),
      hant: named.get('zh-Hant'),
      en: named.get('en'),
    })
    expect(headers.get('vary')).toMatch(/accept-language/)
    const wrong = await hub.ask('{ region(code: "440000") { name(language: "tlh") } }')
    expect(wrong.errors[0]?.extensions['code']).toBe('BAD_USER_INPUT')
    expect(wrong.errors[0]?.message).toContain('zh-Hans, zh-Hant, en or pt')
  })

  test('lists of codes can be narrowed, and one code that is not there is null', async () => {
    const { data } =
      await hub.ask(`{ regions(codes: ["440000", "999999", "CN"]) { code } sar: regions(level: SAR) { code }
      region(code: "999999") { code } scheme(code: "x") { code } indicator(code: "") { code } source(code: "y") { code }
      release(source: "cnca-by-region", code: "1999-01") { code } codeLists(code: "none") { code } }`)
    expect(data).toMatchObject({
      regions: [{ code: '440000' }, { code: 'CN' }],
      sar: [{ code: '810000' }, { code: '820000' }],
      region: null,
      scheme: null,
      indicator: null,
      source: null,
      release: null,
      codeLists: [],
    })
  })

  test('the viewer is whoever the credential says', async () => {
    const anonymous = await hub.ask('{ viewer { role keyId } }')
    expect(anonymous.data).toEqual({ viewer: { role: 'anonymous', keyId: null } })
    const known = await hub.ask('{ viewer { role keyId } }', {}, asAdministrator)
    expect(known.data).toEqual({ viewer: { role: 'administrator', keyId: 'test' } })
  })

  test('every answer says where it was read, refused ones too', async () => {
    const { position, epoch } = hub.tail
    for (const query of [
      '{ hub { position epoch cursor } }',
      '{ nothing }',
      '{',
      '{ series(first: -1) { totalCount } }',
    ]) {
      const { headers, extensions } = await hub.ask(query)
      expect(extensions.hub).toEqual({ epoch, position, cursor: expect.any(String) })
      expect(headers.get('baymark-position')).toBe(String(position))
      expect(headers.get('baymark-cursor')).toBe(extensions.hub.cursor)
    }
    const then = await hub.ask('query @asOf(position: 2) { hub { position cursor } }')
    expect(then.headers.get('baymark-position')).toBe('2')
    expect(then.data).toEqual({ hub: { position: 2, cursor: then.extensions.hub.cursor } })
  })

  test('an answer has an ETag, and a GET that knows it gets 304 until the hub moves on', async () => {
    const address = `${hub.address}/graphql?query=${encodeURIComponent('{ observations(first: 3) { nodes { id value } } }')}`
    const get = (headers: Readonly<Record<string, string>>) =>
      fetch(address, { headers: { 'apollo-require-preflight': 'true', ...headers } })
    const first = await get({})
    const tag = first.headers.get('etag') ?? ''
    expect(tag).toMatch(/^(W\/)?".+"$/)
    const again = await get({ 'if-none-match': tag })
    expect([again.status, await again.text()]).toEqual([304, ''])
    expect(again.headers.get('baymark-position')).toBe(first.headers.get('baymark-position'))
    expect((await get({ 'if-none-match': '"other"' })).status).toBe(200)
    const rows = [
      { indicator: 'certificates', region: '440000', scheme: 'TOTAL', period: '2023-06', value: '1' },
    ]
    const input = { source: 'cnca-by-region', idempotencyKey: 'etag', note: 'Fictional, for a test.', rows }
    const mutation =
      'mutation($input: PublishReleaseInput!) { publishRelease(input: $input) { state releases { position } } }'
    const taken = await hub.ask(mutation, { input }, asAdministrator)
    expect(taken.data).toEqual({
      publishRelease: { state: 'TAKEN', releases: [{ position: taken.extensions.hub.position }] },
    })
    expect((await get({ 'if-none-match': tag })).status).toBe(200)
  })

  test('Baymark-Min-Position waits for a position, and says so where it does not come', async () => {
    const query = '{ hub { position } }'
    const { position } = hub.tail
    const here = await hub.ask(query, {}, { 'baymark-min-position': String(position) })
    expect(here.status).toBe(200)
    const waiting = hub.ask(query, {}, { 'baymark-min-position': String(position + 1) })
    const rows = [
      { indicator: 'certificates', region: '440000', scheme: 'TOTAL', period: '2023-07', value: '1' },
    ]
    await hub.intake.takeRows({
      source: 'cnca-by-region',
      idempotencyKey: 'awaited',
      code: null,
      publishedAt: null,
      note: 'Fictional, for a test.',
      rows,
    } as never)
    expect((await waiting).extensions.hub.position).toBe(position + 1)
    const never = await hub.ask(query, {}, { 'baymark-min-position': String(position + 100) })
    expect([never.status, never.errors[0]?.extensions['code']]).toEqual([409, 'POSITION_AHEAD'])
    for (const wrong of ['-1', '1.5', 'x', '9007199254740992', '1, 2']) {
      const refused = await hub.ask(query, {}, { 'baymark-min-position': wrong })
      expect([refused.status, refused.errors[0]?.extensions['code']], wrong).toEqual([
        400,
        'INVALID_POSITION',
      ])
    }
  })

  test('every code the hub can answer with is in the published list', async () => {
    const published = new Set(Object.keys(errorCodes))
    const answers = await Promise.all(
      ['{', '{ x }', '{ region { code } }', 'query A { hub { name } } query B { hub { name } }'].map(
        (query) => hub.ask(query),
      ),
    )
    const codes = answers.flatMap(({ errors }) => errors.map(({ extensions }) => String(extensions['code'])))
    expect(codes.length).toBeGreaterThanOrEqual(4)
    expect(codes.filter((code) => !published.has(code))).toEqual([])
  })
})
