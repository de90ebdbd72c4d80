import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  validate,
} from 'graphql'
import { measureDocument } from './measure-document.ts'
import { scanText } from './scan-text.ts'

/** How many mistakes of one document are told. */
const mostErrors = 20

/** A document that may be run: within the limits, and valid by the schema. */
export type ValidDocument = {
  readonly text: string
  readonly document: DocumentNode
  /** Selections in all, its fragments written out. */
  readonly selections: number
}

/** A document that the schema does not allow, with each mistake. */
export class InvalidDocument extends Error {
  readonly errors: readonly GraphQLError[]

  constructor(errors: readonly GraphQLError[]) {
    super('the document is not valid')
    this.errors = errors
  }
}

/**
 * Parses a text within the limits. Throws a HubError over a limit, InvalidDocument where it is no GraphQL or fragments
 * go in circles.
 */
export function parsedWithinLimits(text: string): Omit<ValidDocument, 'text'> {
  const document = coded('GRAPHQL_PARSE_FAILED', () => {
    scanText(text)
    return parse(text)
  })
  const { selections } = coded('GRAPHQL_VALIDATION_FAILED', () => measureDocument(document))
  return { document, selections }
}

/** Validates a document by the rules of GraphQL; throws InvalidDocument with up to twenty mistakes. */
export function validateBySchema(schema: GraphQLSchema, document: DocumentNode): void {
  // graphql-js throws where @skip or @include on the field of a subscription takes a variable.
  const errors = coded('GRAPHQL_VALIDATION_FAILED', () =>
    validate(schema, document, undefined, { maxErrors: mostErrors }),
  )
  if (errors.length > 0)
    throw new InvalidDocument(errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')))
}

/** Says whether every operation of a document looks at the schema and at nothing else. */
export function asksOnlySchema({ definitions }: DocumentNode): boolean {
  const operations = definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
  return operations.length > 0 && operations.every(looksOnlyAtSchema)
}

function looksOnlyAtSchema({ operation, selectionSet }: OperationDefinitionNode): boolean {
  return (
    operation === 'query' &&
    selectionSet.selections.every(
      (selection) =>
        selection.kind === Kind.FIELD && /^__(?:schema|type|typename)$/.test(selection.name.value),
    )
  )
}

function coded<Result>(code: string, act: () => Result): Result {
  try {
    return act()
  } catch (error) {
    throw error instanceof GraphQLError ? new InvalidDocument([withCode(error, code)]) : error
  }
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  return new GraphQLError(error.message, {
    nodes: error.nodes ?? null,
    source: error.source ?? null,
    positions: error.positions ?? null,
    originalError: error.originalError ?? null,
    extensions: { code, ...error.extensions },
  })
}
