import type { Queryable } from './database.ts'
import type { Sql } from './sql.ts'

/**
 * Does the work of an open transaction. A statement that fails ends the transaction, and a server answers its COMMIT with
 * a silent rollback: so where the work keeps a failure to itself and resolves, this throws.
 */
export async function workInside<Result>(
  transaction: Queryable,
  work: (transaction: Queryable) => Promise<Result>,
): Promise<Result> {
  let failed: { readonly cause: unknown } | undefined
  const query = async <Row>(statement: Sql) => {
    try {
      return await transaction.query<Row>(statement)
    } catch (cause) {
      failed ??= { cause }
      throw cause
    }
  }
  const result = await work({ query })
  if (failed === undefined) return result
  throw new Error('a statement of the transaction failed, so all of it is rolled back', failed)
}
