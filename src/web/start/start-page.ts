import { openHead } from '../page/page-head.ts'
import { runStartPage } from './run-start-page.ts'
import { openStartView } from './start-view.ts'

const view = openStartView(document)
let session = new AbortController()
const head = openHead(window, 'title', {
  language: (language) => {
    session.abort()
    session = new AbortController()
    void runStartPage(language, view, session.signal)
  },
})
void runStartPage(head.language(), view, session.signal)
