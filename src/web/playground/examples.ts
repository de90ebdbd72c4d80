import { type Example, readExamples } from './read-examples.ts'

/** Where a visitor without anything kept in the browser begins. */
export const firstExample = 'PublishedFigure'

/** Every document of the project, bundled when the page is built. */
export function bundledExamples(): readonly Example[] {
  const files = import.meta.glob<string>('../../../schema/documents/*.graphql', {
    query: '?raw',
    import: 'default',
    eager: true,
  })
  return readExamples(files)
}
