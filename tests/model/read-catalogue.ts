import type { TestHub } from '../support/hub.ts'
import type { ModelCatalogue } from './model-catalogue.ts'

/** The catalogue of a hub at a position, as the graph tells it. */
export async function readCatalogue(hub: TestHub, position: number): Promise<ModelCatalogue> {
  const { data, errors } = await hub.ask(`query Catalogue @asOf(position: ${position}) {
    indicators { code unit minimum additivity { region scheme period } }
    regions { code level parent { code } members { code } }
    sources { code noun frequency priority codeList }
    codeLists { code version validFrom validTo entries { code parent } }
    crosswalks { codeList fromVersion toVersion entries { from to relation } } }`)
  if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join('\n'))
  const { regions, sources, ...rest } = data as Omit<ModelCatalogue, 'regions' | 'sources'> & {
    readonly regions: readonly Region[]
    readonly sources: readonly (ModelCatalogue['sources'][number] & { readonly noun: string })[]
  }
  return {
    ...rest,
    sources: sources.filter(({ noun }) => noun === 'observation'),
    regions: regions.map(({ code, level, parent, members }) => ({
      code,
      level,
      parent: parent?.code ?? null,
      members: members?.map((member) => member.code) ?? null,
    })),
  }
}

type Region = {
  readonly code: string
  readonly level: string
  readonly parent: { readonly code: string } | null
  readonly members: readonly { readonly code: string }[] | null
}
