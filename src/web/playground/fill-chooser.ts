import type { PageText } from '../page/text-en.ts'
import type { Example } from './read-examples.ts'

/** Fills the chooser with the examples in two groups; what an example shows is its option's title. */
export function fillChooser(chooser: HTMLSelectElement, examples: readonly Example[], text: PageText): void {
  const prompt = option('', text.chooseExample)
  chooser.replaceChildren(
    prompt,
    group(
      text.exampleQueries,
      examples.filter((example) => example.kind === 'query'),
    ),
    group(
      text.exampleSubscriptions,
      examples.filter((example) => example.kind === 'subscription'),
    ),
  )
}

function group(label: string, examples: readonly Example[]): HTMLOptGroupElement {
  const element = document.createElement('optgroup')
  element.label = label
  element.append(...examples.map((example) => option(example.name, example.name, example.shows)))
  return element
}

function option(value: string, words: string, title = ''): HTMLOptionElement {
  const element = document.createElement('option')
  element.value = value
  element.textContent = words
  element.title = title
  return element
}
