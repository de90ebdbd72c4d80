import {
  type DefinitionNode,
  GraphQLScalarType,
  GraphQLSchema,
  getOperationAST,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
} from 'graphql'
import { compileQuery, isCompiledQuery } from 'graphql-jit'
import type { Kept } from '../kernel/graph/kept.ts'
import { asOfDirective } from './as-of.ts'
import { type CostRule, costRule } from './cost/cost-limit.ts'
import { measureDocument } from './documents/measure-document.ts'
import type { Request } from './request.ts'

/** The data of an answer, or null where anything at all went wrong. */
export type Executed = Readonly<Record<string, unknown>> | null

/** A query of one document, compiled to run often. */
export type CompiledQuery = {
  readonly operation: OperationDefinitionNode
  /** Whether it says at which position it is to be read. */
  readonly asOf: boolean
  readonly cost: CostRule
  /** Runs it; an answer with errors is null, and graphql-js is to give it. */
  readonly run: (request: Request, variables: Readonly<Record<string, unknown>>) => Promise<Executed>
}

/** How much a document may select, its fragments written out, to be compiled: code is made for each field. */
const mostSelections = 1_000

/** How many times more often a query may fail than succeed before it is no longer tried: each failure is run twice. */
const patience = 20

/**
 * Compiles one query of a text that is a valid document; null where it is large, looks at the schema itself, or cannot be
 * compiled. What is compiled answers as graphql-js does, or not at all.
 */
export function compiledQuery(
  schema: GraphQLSchema,
  text: string,
  operationName: string | undefined,
): CompiledQuery | null {
  // Of its own: graphql-jit writes into the nodes of what it compiles.
  const document = parse(text)
  const operation = getOperationAST(document, operationName)
  if (operation?.operation !== 'query') return null
  if (looksAtSchema(operation) || measureDocument(document).selections > mostSelections) return null
  const cost = costRule(schema, document, operation)
  const compiled = compileQuery(
    withPassedOn(schema),
    { ...document, definitions: document.definitions.map(withCoercedVariables) },
    operation.name?.value,
    { disablingCapturingStackErrors: true, resolverInfoEnricher: () => ({ kept: new Map() as Kept }) },
  )
  if (!isCompiledQuery(compiled)) return null
  const { variableDefinitions = [] } = operation
  const outcomes = { well: 0, not: 0 }
  return {
    operation,
    cost,
    asOf: operation.directives?.some(({ name }) => name.value === asOfDirective.name) ?? false,
    run: async (request, variables) => {
      if (outcomes.not > patience + outcomes.well) return null
      const { coerced } = getVariableValues(schema, variableDefinitions, variables)
      const result = coerced === undefined ? null : await compiled.query(undefined, request, coerced)
      const well = result !== null && (result.errors === undefined || result.errors.length === 0)
      outcomes[well ? 'well' : 'not'] += 1
      return well ? (result.data ?? null) : null
    },
  }
}

/**
 * graphql-jit writes the coercion of an input type out into code, with each type within it: a filter that holds filters
 * never ends. So graphql-js coerces the variables, and to the compiled query they are of a scalar that changes nothing.
 */
const passedOn = new GraphQLScalarType({ name: 'PassedOn__', parseValue: (value) => value })

function withPassedOn(schema: GraphQLSchema): GraphQLSchema {
  const config = schema.toConfig()
  return new GraphQLSchema({ ...config, types: [...config.types, passedOn], assumeValid: true })
}

function withCoercedVariables(definition: DefinitionNode): DefinitionNode {
  if (definition.kind !== Kind.OPERATION_DEFINITION) return definition
  const type = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: passedOn.name } } as const
  const { variableDefinitions = [] } = definition
  return {
    ...definition,
    // @skip and @include are compiled only where they see a Boolean.
    variableDefinitions: variableDefinitions.map((defined) =>
      /^Boolean!?$/.test(print(defined.type))
        ? defined
        : { kind: defined.kind, variable: defined.variable, type },
    ),
  }
}

function looksAtSchema({ selectionSet }: OperationDefinitionNode): boolean {
  return selectionSet.selections.some(
    (selection) => selection.kind === Kind.FIELD && /^__(?:schema|type)$/.test(selection.name.value),
  )
}
