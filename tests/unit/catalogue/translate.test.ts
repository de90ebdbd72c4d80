import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CrosswalkEntry, CrosswalkLines } from '../../../src/catalogue/crosswalk/terms.ts'
import { type ListedCodes, translation } from '../../../src/catalogue/crosswalk/translate.ts'
import { readReference } from '../../../src/catalogue/reference/reference.ts'
import { HubError } from '../../../src/kernel/errors.ts'

const { codeLists, crosswalks } = readReference()
const stored: readonly CrosswalkLines[] = crosswalks.map(({ from, to, ...rest }) => ({
  ...rest,
  fromVersion: from,
  toVersion: to,
}))
const versions = ['2019', '2021', '2022'] as const

function lists(): readonly ListedCodes[] {
  return codeLists.map(({ code, version, entries }) => ({ code, version, entries }))
}

function fields(from: string, to: string) {
  return translation(stored, lists(), 'cnca-field', from, to)
}

describe('the fields of the national tables', () => {
  it('make food products of 2021 of two fields of 2019, and leave what changed broken', () => {
    const { codes, remainder, via } = fields('2019', '2021')
    expect(via).toEqual(['2019', '2021'])
    expect(codes.get('FOOD')).toMatchObject({ members: ['FOOD_NAT', 'FOOD_GEN'], exactness: 'EXACT' })
    expect(codes.get('QMS')).toMatchObject({ members: ['QMS'], exactness: 'EXACT', relation: 'EQUAL' })
    expect(codes.get('CCC')).toMatchObject({ members: ['CCC'], exactness: 'BROKEN', relation: 'CHANGED' })
    expect(codes.get('CCC')?.notes[0]?.en).toContain('658,271')
    expect(codes.get('IND_VOL')).toMatchObject({ members: ['IND_NAT', 'IND_GEN'], exactness: 'BROKEN' })
    expect(remainder).toEqual([])
  })

  it('leave forest certification over in 2022, whichever way they are gone', () => {
    for (const from of ['2019', '2021']) {
      const { codes, remainder } = fields(from, '2022')
      expect(remainder.map(({ code, relation }) => [code, relation])).toEqual([['FM', 'DROPPED']])
      expect(remainder[0]?.notes[0]?.en).toContain('10,715')
      expect(codes.get('MS_OTHER')?.exactness).toBe('BROKEN')
      expect(codes.get('MS')?.exactness).toBe('EXACT')
    }
    expect(fields('2019', '2022').via).toEqual(['2019', '2021', '2022'])
    expect(fields('2019', '2022').codes.get('FOOD')?.members).toEqual(['FOOD_NAT', 'FOOD_GEN'])
  })

  it('have no exact way back for what was merged', () => {
    const { codes, remainder } = fields('2022', '2019')
    const unmapped = [...codes.values()].filter(({ exactness }) => exactness === 'UNMAPPED')
    expect(unmapped.map(({ code }) => code).sort()).toEqual([
      'FM',
      'FOOD_GEN',
      'FOOD_NAT',
      'IND_GEN',
      'IND_NAT',
    ])
    expect(remainder.map(({ code, relation }) => [code, relation])).toEqual([
      ['FOOD', 'SPLIT'],
      ['IND_VOL', 'SPLIT'],
    ])
    expect(codes.get('QMS')).toMatchObject({ members: ['QMS'], exactness: 'EXACT' })
  })

  it('stay what they are in their own version', () => {
    for (const version of versions) {
      const { codes, remainder, via } = fields(version, version)
      expect(via).toEqual([version])
      expect(remainder).toEqual([])
      expect([...codes.values()].every(({ code, members }) => members.join() === code)).toBe(true)
    }
  })

  it('say which ways there are where none leads', () => {
    for (const [list, from, to] of [
      ['cnca-field', '2019', '2023'],
      ['cnca-field', '', '2022'],
      ['gb-t-2260', '2019', '2021'],
      ['nothing', '1', '2'],
    ] as const) {
      const asked = () => translation(stored, lists(), list, from, to)
      expect(asked).toThrow(HubError)
      expect(asked).toThrow(list === 'cnca-field' ? '2019 → 2021, 2021 → 2022' : 'cnca-field')
    }
  })
})

/** A list of versions, each with some codes, and a crosswalk between neighbours. */
type Random = { readonly lists: readonly ListedCodes[]; readonly crosswalks: readonly CrosswalkLines[] }

const randomLists: fc.Arbitrary<Random> = fc
  .array(
    fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.constantFrom('same', 'changed', 'gone')), {
      minLength: 1,
      maxLength: 8,
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((moves) => {
    // Codes of version k are c0 … ; each moves into a bin of the next version, or goes.
    const sizes = [...moves.map((each) => each.length), 6]
    const versionCodes = sizes.map((size, version) =>
      Array.from({ length: version === 0 ? size : Math.max(size, 6) }, (_, index) => `v${version}c${index}`),
    )
    return {
      lists: versionCodes.map((codes, version) => ({
        code: 'list',
        version: String(version),
        entries: codes.map((code, index) => ({ code, parent: null, order: index + 1 })),
      })),
      crosswalks: moves.map((each, version) => ({
        codeList: 'list',
        fromVersion: String(version),
        toVersion: String(version + 1),
        entries: entriesOf(versionCodes[version] ?? [], version + 1, each),
      })),
    }
  })

function entriesOf(
  codes: readonly string[],
  next: number,
  moves: readonly (readonly [number, string])[],
): readonly CrosswalkEntry[] {
  const moved = codes.map((code, index) => ({ code, move: moves[index] ?? ([0, 'gone'] as const) }))
  const bins = Map.groupBy(moved, ({ move: [bin, kind] }) => (kind === 'gone' ? null : bin))
  return [...bins].flatMap(([bin, members]): readonly CrosswalkEntry[] => {
    const from = members.map(({ code }) => code)
    if (bin === null) return from.map((code) => ({ from: [code], to: null, relation: 'DROPPED', note: null }))
    const changed = members.some(({ move: [, kind] }) => kind === 'changed')
    const relation = changed ? 'CHANGED' : from.length > 1 ? 'MERGED' : 'EQUAL'
    return [{ from, to: `v${next}c${bin}`, relation, note: null }]
  })
}

describe('any lists', () => {
  it('lose no code: each is a member of one code or in the remainder, forwards and back', () => {
    fc.assert(
      fc.property(randomLists, (random) => {
        const last = random.lists.length - 1
        for (let from = 0; from <= last; from += 1)
          for (let to = 0; to <= last; to += 1) {
            const { codes, remainder } = translation(
              random.crosswalks,
              random.lists,
              'list',
              String(from),
              String(to),
            )
            const own = random.lists[from]?.entries.map(({ code }) => code) ?? []
            const placed = [
              ...[...codes.values()].flatMap(({ members }) => members),
              ...remainder.map(({ code }) => code),
            ]
            expect(placed.sort()).toEqual([...own].sort())
            expect([...codes.keys()]).toEqual(random.lists[to]?.entries.map(({ code }) => code))
          }
      }),
    )
  })

  it('add up exactly as a walk through every crosswalk does, and to nothing else', () => {
    fc.assert(
      fc.property(randomLists, (random) => {
        const last = String(random.lists.length - 1)
        const { codes } = translation(random.crosswalks, random.lists, 'list', '0', last)
        // A second opinion: weights walk version by version; a code is exact when all that makes it is.
        let state = new Map(
          (random.lists[0]?.entries ?? []).map(({ code }) => [code, weightOf(code)] as const),
        )
        for (const { entries } of random.crosswalks) state = walked(state, entries)
        for (const [code, { exactness, members }] of codes) {
          const sum = members.reduce((total, member) => total + weightOf(member), 0)
          expect(exactness === 'EXACT' ? sum : null).toBe(state.get(code) ?? null)
        }
      }),
    )
  })

  it('come back to themselves over codes that stayed', () => {
    fc.assert(
      fc.property(randomLists, (random) => {
        const last = String(random.lists.length - 1)
        const there = translation(random.crosswalks, random.lists, 'list', '0', last)
        const back = translation(random.crosswalks, random.lists, 'list', last, '0')
        for (const { code, members, relation } of there.codes.values()) {
          if (relation !== 'EQUAL') continue
          expect(back.codes.get(members[0] ?? '')).toMatchObject({ members: [code], relation: 'EQUAL' })
        }
        for (const { code, exactness, members } of back.codes.values())
          if (exactness === 'EXACT') expect(there.codes.get(members[0] ?? '')?.members).toEqual([code])
      }),
    )
  })
})

function weightOf(code: string): number {
  return 2 ** Number(code.split('c')[1])
}

/** The sums after one crosswalk; NaN never: what is not exact is absent. */
function walked(state: ReadonlyMap<string, number>, entries: readonly CrosswalkEntry[]): Map<string, number> {
  const next = new Map<string, number>()
  for (const { from, to, relation } of entries) {
    const parts = from.map((code) => state.get(code))
    if (to === null || relation === 'CHANGED' || parts.some((part) => part === undefined)) continue
    next.set(
      to,
      parts.reduce<number>((total, part) => total + (part ?? 0), 0),
    )
  }
  return next
}
