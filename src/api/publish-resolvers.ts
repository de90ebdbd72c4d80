import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql'
import { mayPublish, publishers, requireTo } from '../access/rights.ts'
import type { DeliveryReport, PostedRow } from '../intake/report.ts'
import { HubError } from '../kernel/errors.ts'
import { type Asked, Costs, lengthOf, writeCost } from '../kernel/graph/cost.ts'
import { DateTimeScalar } from '../kernel/graph/scalars.ts'
import { shown } from '../kernel/text.ts'
import type { RequestContext } from './context.ts'
import { DeliveryReportType, PublishReleaseInput } from './publish-types.ts'

/** Rows that one post may have. */
const rowLimit = 10_000

/** The mutations by which publishers feed the hub. */
@Resolver(() => DeliveryReportType)
export class PublishResolver {
  @Costs({ own: rowsPublished })
  @Mutation(() => DeliveryReportType, {
    description:
      'Publishes rows as one release of a source, through the same checks as a file. Rows that do not pass are held back; the rest goes on. Answers when this node’s streams have reached the new position.',
  })
  async publishRelease(
    @Arg('input', () => PublishReleaseInput, { description: 'The release.' }) input: PublishReleaseInput,
    @Ctx() context: RequestContext,
  ): Promise<DeliveryReport> {
    requireTo(mayPublish(context.view, input.source), context.view, 'publish a release', publishers)
    if (input.rows.length === 0 || input.rows.length > rowLimit) {
      throw refused(`1 to ${rowLimit} rows; send more by POST /ingest/:source`, String(input.rows.length))
    }
    if (input.code != null && !/^[A-Za-z0-9._-]{1,60}$/.test(input.code)) {
      throw refused('a release code of letters, digits, ".", "_" and "-"', shown(input.code))
    }
    return context.hub.publish({
      source: input.source,
      idempotencyKey: input.idempotencyKey,
      code: input.code ?? null,
      publishedAt: input.publishedAt ?? null,
      embargoUntil: input.embargoUntil ?? null,
      note: input.note ?? null,
      rows: input.rows.map(postedRow),
    })
  }

  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description:
      'Until when nobody but those who may publish sees what it says; null where it speaks at once. Its counts say what it would have done when it came.',
  })
  embargoUntil(@Root() { embargoUntil }: DeliveryReport): Date | null {
    return embargoUntil == null ? null : new Date(embargoUntil)
  }
}

/** The fields a row says; what is left away or null is not said. */
function postedRow(row: object): PostedRow {
  return Object.fromEntries(
    Object.entries(row).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

function refused(expected: string, came: string): HubError {
  return new HubError({
    code: 'BAD_USER_INPUT',
    message: `Expected ${expected}; came ${came}.`,
    expected,
    came,
  })
}

/** A row is checked, compared with what is known and written. */
function rowsPublished({ arg }: Asked): number {
  const input = arg('input')
  const rows = typeof input === 'object' && input !== null && 'rows' in input ? input.rows : null
  return writeCost + (lengthOf(rows) ?? 0)
}
