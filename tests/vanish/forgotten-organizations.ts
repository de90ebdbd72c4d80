import { expect } from 'vitest'
import { type Cells, dayFromNow, penalty } from '../intake/credit-rows.ts'
import type { ReadFrame } from '../subscriptions/following.ts'
import { asAdministrator, type TestHub } from '../support/hub.ts'
import { otherPaths } from './paths.ts'

type Found = {
  readonly organizationId: string
  readonly name: string
  readonly position: number
  readonly identifiers: readonly { readonly value: string }[]
  readonly mergedInto: unknown
  readonly members: readonly unknown[]
  readonly creditRecords: { readonly nodes: readonly { readonly creditRecordId: string }[] }
}

/**
 * Follows organizations through the endings of their records: alone, beside another record, merged as member and as root.
 * Leaves no record that has not ended.
 */
export async function expectForgotten(
  hub: TestHub,
  deliver: (rows: readonly Cells[]) => Promise<object>,
): Promise<void> {
  const [gone, member, root, shown] = [
    '91440300MAEX01013L',
    '91440300MAEX01021F',
    '91440300MAEX0103X7',
    '91440300MAEX010487',
  ] as const
  const bare = '440399000000001'
  const told = (number: string, uscc: string, more: Cells = {}) =>
    deliver([
      penalty(number, {
        cf_xdr_mc: `示例先后${uscc.slice(14, 16)}有限公司`,
        cf_xdr_shxym: uscc,
        cf_jdrq: dayFromNow(-150),
        dfbm: '440300',
        ...more,
      }),
    ])
  const organizationOf = async (identifier: string, place = '') => {
    const { data } = await hub.ask(
      `query ${place} { organization(identifier: "${identifier}") { organizationId: id name position identifiers { value } mergedInto { id }
         members { id } creditRecords { nodes { creditRecordId: id } } } }`,
    )
    return (data as { organization: Found | null }).organization
  }
  const found = async (identifier: string): Promise<Found> => {
    const organization = await organizationOf(identifier)
    if (organization === null) throw new Error(`no organization has ${identifier}`)
    return { ...organization, organizationId: organization.organizationId.split('@')[0] ?? '' }
  }
  const repair = async (record: string | undefined) => {
    const input = { record: record?.split('@')[0], basis: 'b', document: 'd' }
    expect((await hub.ask(otherPaths.repair, { input }, asAdministrator)).errors).toBeUndefined()
  }
  const merge = async (from: string, into: string) =>
    (await hub.ask(otherPaths.merge, { input: { from, into, reason: 'r' } }, asAdministrator)).errors?.[0]
      ?.extensions['code']
  const split = async (organization: string) =>
    (await hub.ask(otherPaths.split, { input: { organization, reason: 'r' } }, asAdministrator)).errors?.[0]
      ?.extensions['code']

  // One that has vanished is not found again: what comes next is about another, and no finding tells of the first.
  await told('先1', gone, { cf_xdr_gszc: bare })
  const first = await found(gone)
  expect(first.identifiers.map(({ value }) => value)).toContain(bare)
  await repair(first.creditRecords.nodes[0]?.creditRecordId)
  expect(await organizationOf(gone)).toBeNull()
  const { findings } = (await told('先2', shown, { cf_xdr_gszc: bare })) as unknown as {
    readonly findings: readonly { readonly code: string }[]
  }
  expect(findings.map((finding) => finding.code)).not.toContain('SEVERAL_ORGANIZATIONS')
  await told('先3', gone)
  const second = await found(gone)
  expect(second.organizationId).not.toBe(first.organizationId)
  expect(second.identifiers.map(({ value }) => value)).toEqual([gone])
  expect((await found(bare)).organizationId).toBe((await found(shown)).organizationId)
  expect(await organizationOf(gone, `@asOf(position: ${second.position - 1})`)).toBeNull()

  // What went before its oldest record is gone with the record that told it, for lists and streams too.
  await told('先4', gone)
  const both = await found(gone)
  expect(both.creditRecords.nodes.length).toBe(2)
  const old = second.creditRecords.nodes[0]?.creditRecordId?.split('@')[0]
  await repair(old)
  const left = await found(gone)
  expect(left.creditRecords.nodes.length).toBe(1)
  expect(await organizationOf(gone, `@asOf(position: ${second.position})`)).toBeNull()
  const node = await hub.ask(`{ node(id: "${second.organizationId}@${second.position}") { id } }`)
  expect(node.data).toEqual({ node: null })
  const { data } = await hub.ask(
    `{ changes(after: "0", filter: { type: { in: ["Organization"] } }, first: 1000) { kind commit { position } changes { op id } } }`,
  )
  const frames = (data as { changes: readonly ReadFrame[] }).changes
  const tellings = frames.flatMap(({ commit, changes }) =>
    changes
      .filter(({ id }) => id.split('@')[0] === second.organizationId)
      .map(({ op }) => [op, commit?.position]),
  )
  expect(tellings).toEqual([['ENTERED', left.position]])

  // What only an ended record said of one that is still seen is gone with it.
  const renamed = '示例改名无人有限公司'
  await told('先7', gone, { cf_xdr_mc: renamed, dfbm: '440100' })
  const third = await found(gone)
  expect(third.name).toBe(renamed)
  const known = left.creditRecords.nodes.map(({ creditRecordId }) => creditRecordId.split('@')[0])
  await repair(
    third.creditRecords.nodes.find(({ creditRecordId }) => !known.includes(creditRecordId.split('@')[0]))
      ?.creditRecordId,
  )
  expect((await found(gone)).name).toBe(left.name)
  expect(await organizationOf(gone, `@asOf(position: ${third.position})`)).toBeNull()
  const everything = await hub.ask(
    '{ changes(after: "0", first: 1000) { changes { node { ... on Organization { name } } before { ... on Organization { name } } } } }',
  )
  expect(JSON.stringify(everything.data)).not.toContain(renamed)

  // A number of one that has vanished leads nowhere, and nobody merges it or splits it off.
  await told('先5', member)
  await told('先6', root)
  const [below, above] = [await found(member), await found(root)]
  expect(await merge(below.organizationId, above.organizationId)).toBeUndefined()
  expect((await found(member)).organizationId).toBe(above.organizationId)
  await repair(below.creditRecords.nodes[0]?.creditRecordId)
  expect(await organizationOf(member)).toBeNull()
  const listed = await hub.ask(
    `{ organizations(filter: { identifier: { eq: "${member}" } }) { totalCount }
       tested: organizations(filter: { or: [{ identifier: { eq: "${member}" } }] }) { totalCount } }`,
  )
  expect(listed.data).toEqual({ organizations: { totalCount: 0 }, tested: { totalCount: 0 } })
  const head = hub.tail.position
  expect(await split(below.organizationId)).toBe('UNKNOWN_ORGANIZATION')
  expect(await merge(first.organizationId, above.organizationId)).toBe('UNKNOWN_ORGANIZATION')
  expect(hub.tail.position).toBe(head)

  // Whoever was merged into one that vanishes stands for itself.
  expect(await merge((await found(shown)).organizationId, above.organizationId)).toBeUndefined()
  expect((await found(shown)).organizationId).toBe(above.organizationId)
  await repair(above.creditRecords.nodes[0]?.creditRecordId)
  expect(await organizationOf(root)).toBeNull()
  const alone = await found(shown)
  expect([alone.name, alone.mergedInto, alone.members]).toEqual(['示例先后04有限公司', null, []])
  const lists = await hub.ask(
    '{ organizations(filter: { name: { contains: "示例先后04" } }) { totalCount nodes { name } } }',
  )
  expect(lists.data).toMatchObject({ organizations: { totalCount: 1 } })
  for (const { creditRecords } of [alone, left]) await repair(creditRecords.nodes[0]?.creditRecordId)
}
