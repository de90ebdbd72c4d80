import type { GraphQLResolveInfo } from 'graphql'
import { type ClassType, Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql'
import type { Fact } from '../../access/read.ts'
import type { RequestContext } from '../../api/context.ts'
import { type CodeOnly, codeOnly } from '../code-only.ts'
import { rootOfOrganizations } from '../organization/reads.ts'
import type { Organization } from '../organization/terms.ts'
import { OrganizationType } from '../organization/types.ts'
import { releaseReads } from '../release/reads.ts'
import type { Release } from '../release/terms.ts'
import { ReleaseType } from '../release/types.ts'
import { sourceReads } from '../source/reads.ts'
import type { Source } from '../source/terms.ts'
import { SourceType } from '../source/types.ts'

type Held = Fact & { readonly holderId: string | null; readonly source: string; readonly releaseId: string }

/** Makes the resolver of what certificates and qualifications both hang on: who holds one, and who says so. */
export function heldFieldsOf(type: ClassType<object>): ClassType<object> {
  @Resolver(() => type)
  class HeldFields {
    @FieldResolver(() => OrganizationType, {
      nullable: true,
      description:
        'The organization that holds it; of one that was merged into another, that one. Null where its source names none by a code.',
    })
    holder(@Root() fact: Held, @Ctx() context: RequestContext): Promise<Organization | null> | null {
      return fact.holderId === null ? null : context.load(rootOfOrganizations, fact, fact.holderId)
    }

    @FieldResolver(() => SourceType, { description: 'Who says it.' })
    source(
      @Root() fact: Held,
      @Ctx() context: RequestContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<Source | null> | CodeOnly {
      return codeOnly(info, 'source', fact.source, fact) ?? context.load(sourceReads.byKey, fact, fact.source)
    }

    @FieldResolver(() => ReleaseType, { description: 'The release that said it so.' })
    release(@Root() fact: Held, @Ctx() context: RequestContext): Promise<Release | null> {
      return context.load(releaseReads.byKey, fact, fact.releaseId)
    }
  }
  return HeldFields
}
