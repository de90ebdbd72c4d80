import { openHead } from '../page/page-head.ts'
import type { PageLanguage } from '../page/page-language.ts'
import { texts } from '../page/page-text.ts'
import { bundledExamples, firstExample } from './examples.ts'
import { fillChooser } from './fill-chooser.ts'
import { createHubFetcher } from './hub-fetcher.ts'
import { readRequestedExample } from './requested-example.ts'
import type { WorkbenchState } from './workbench.tsx'

const examples = bundledExamples()
const chooser = placeOf('examples', HTMLSelectElement)
const keyField = placeOf('access-key', HTMLInputElement)
const listeners = new Set<() => void>()
let state: WorkbenchState = { theme: 'light', opened: null, keyChanges: 0 }

const change = (part: Partial<WorkbenchState>): void => {
  state = { ...state, ...part }
  for (const listener of listeners) listener()
}
const open = (name: string, variables: string): void => {
  const example = examples.find((candidate) => candidate.name === name)
  if (example) change({ opened: { document: example.document, variables } })
}
const label = (language: PageLanguage): void => {
  fillChooser(chooser, examples, texts[language])
  keyField.placeholder = texts[language].accessHint
  keyField.title = texts[language].accessNote
}
const openRequested = (): void => {
  const requested = readRequestedExample(window.location.hash)
  if (!requested) return
  open(requested.name, requested.variables)
  // Otherwise each reload would open the same example once more.
  window.history.replaceState(null, '', window.location.pathname)
}

const head = openHead(window, 'playgroundTitle', { language: label, theme: (theme) => change({ theme }) })
label(head.language())
chooser.addEventListener('change', () => {
  open(chooser.value, '')
  chooser.value = ''
})
// The schema may have been refused to whoever had no key yet.
keyField.addEventListener('change', () => change({ keyChanges: state.keyChanges + 1 }))
window.addEventListener('hashchange', openRequested)
openRequested()

const socket = new URL('/graphql', window.location.href)
socket.protocol = socket.protocol.replace('http', 'ws')
const addresses = { http: '/graphql', socket: socket.href }
const fetcher = createHubFetcher(
  addresses,
  () => keyField.value,
  () => texts[head.language()],
)
// The editor is large: the head of the page is usable before it has arrived.
const { showWorkbench } = await import('./workbench.tsx')
const firstDocument = examples.find((example) => example.name === firstExample)?.document ?? ''
showWorkbench(placeOf('workbench', HTMLElement), fetcher, firstDocument, {
  read: () => state,
  subscribe: (changed) => {
    listeners.add(changed)
    return () => void listeners.delete(changed)
  },
})

function placeOf<E extends HTMLElement>(name: string, kind: new () => E): E {
  const found = document.querySelector(`[data-place="${name}"]`)
  if (found instanceof kind) return found
  throw new Error(`The playground has no place "${name}", expected a ${kind.name} with data-place="${name}".`)
}
