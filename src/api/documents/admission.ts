import {
  type DocumentNode,
  type GraphQLError,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  type OperationTypeNode,
} from 'graphql'
import { HubError } from '../../kernel/errors.ts'
import { shown } from '../../kernel/text.ts'
import { admit, type GraphParts } from '../graphql.ts'
import type { Request } from '../request.ts'
import type { Asked } from './asked.ts'
import { keepWithin } from './document-limits.ts'
import { measureVariables } from './measure-variables.ts'
import { InvalidDocument } from './validated.ts'

/** What a way into the graph takes, and how it refuses the rest. */
type DoorRules = {
  readonly takes: readonly `${OperationTypeNode}`[]
  readonly otherwise: (came: string) => HubError
}

/** The ways into the graph. Whoever adds one adds it to the doors of the tests, which fire the same at each. */
export const doors = {
  GET: { takes: ['query'], otherwise: byPost },
  POST: { takes: ['query', 'mutation'], otherwise: overTheSocket },
  WebSocket: { takes: ['query', 'mutation', 'subscription'], otherwise: overTheSocket },
} as const satisfies Readonly<Record<string, DoorRules>>

/** A way into the graph. */
export type Door = keyof typeof doors

/** An operation that may be executed as it stands. */
export type Admitted = {
  readonly text: string
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  readonly operationName: string | undefined
  readonly variables: Readonly<Record<string, unknown>>
}

/** Why an operation may not be executed, each mistake with its code; never empty. */
export type Refusal = { readonly refused: readonly GraphQLError[] }

/**
 * The one way from what a caller sent to what may be executed, the same for every door: the sizes of variables, the text
 * or the trusted document, limits, validation, the operation that is meant, and what depends on the request. Whatever
 * is wrong is told as data; nothing has been read or changed then.
 */
export async function admission(
  parts: GraphParts,
  request: Request,
  asked: Asked,
  door: Door,
): Promise<Admitted | Refusal> {
  try {
    const { documents, costs } = parts
    costs.enter(request)
    const values = measureVariables(asked.variables)
    const source = documents.sourceOf(asked, request.view)
    const { text, document } = documents.validOf(source.text, request.view)
    const operationName = asked.operationName ?? undefined
    const operation = operationOf(document, operationName)
    const { takes, otherwise }: DoorRules = doors[door]
    if (!takes.includes(operation.operation)) throw otherwise(operation.operation)
    // Deliveries are as long as they are, and pay for each row.
    if (operation.operation !== 'mutation') keepWithin('variableValues', values)
    const variables = asked.variables ?? {}
    await admit(parts, request, operation, document, variables)
    documents.register(source)
    return { text, document, operation, operationName, variables }
  } catch (error) {
    return { refused: error instanceof InvalidDocument ? error.errors : [parts.failures.refusal(error)] }
  }
}

function operationOf(document: DocumentNode, name: string | undefined): OperationDefinitionNode {
  const operation = getOperationAST(document, name)
  if (operation != null) return operation
  const names = document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? [definition.name?.value ?? 'one without a name'] : [],
  )
  throw new HubError({
    code: 'OPERATION_RESOLUTION_FAILURE',
    message: 'The operation to run is not clear. Name one of the document’s operations in `operationName`.',
    expected: shown(names.join(', ')),
    came: name === undefined ? 'no name' : shown(name),
  })
}

function byPost(came: string): HubError {
  return new HubError({
    code: 'METHOD_NOT_ALLOWED',
    message: `A GET runs queries only. Send a ${came} by POST, and a subscription over a WebSocket.`,
    expected: 'a query',
    came: `a ${came}`,
  })
}

function overTheSocket(came: string): HubError {
  return new HubError({
    code: 'BAD_REQUEST',
    message:
      'A subscription cannot be answered by one HTTP response. Open a WebSocket at /graphql with the sub-protocol graphql-transport-ws.',
    expected: 'a query or a mutation',
    came: `a ${came}`,
  })
}
