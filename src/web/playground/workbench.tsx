import 'graphiql/setup-workers/vite'
import '@graphiql/react/style.css'
import '@graphiql/plugin-doc-explorer/style.css'
import '@graphiql/plugin-history/style.css'
import 'graphiql/graphiql.css'
import '../look/workbench.css'
import { useGraphiQL, useGraphiQLActions } from '@graphiql/react'
import type { Fetcher } from '@graphiql/toolkit'
import { GraphiQL } from 'graphiql'
import { type ReactElement, useEffect, useSyncExternalStore } from 'react'
import { createRoot } from 'react-dom/client'
import type { PageTheme } from '../page/page-theme.ts'

/** An operation to open in a tab. */
export type OpenedOperation = { readonly document: string; readonly variables: string }

/** What the rest of the page tells the workbench. */
export type WorkbenchState = {
  readonly theme: PageTheme
  /** The operation that should be open; another object opens another tab. */
  readonly opened: OpenedOperation | null
  /** How often the access key has changed; each time the schema is read again. */
  readonly keyChanges: number
}

export type WorkbenchStore = {
  readonly read: () => WorkbenchState
  readonly subscribe: (changed: () => void) => () => void
}

/** Called once when the page opens: shows GraphiQL in `place`, with `firstDocument` for a first visit. */
export function showWorkbench(
  place: HTMLElement,
  fetcher: Fetcher,
  firstDocument: string,
  store: WorkbenchStore,
): void {
  createRoot(place).render(<Workbench fetcher={fetcher} firstDocument={firstDocument} store={store} />)
}

function Workbench(props: {
  readonly fetcher: Fetcher
  readonly firstDocument: string
  readonly store: WorkbenchStore
}): ReactElement {
  const { theme, opened, keyChanges } = useSyncExternalStore(props.store.subscribe, props.store.read)
  return (
    <GraphiQL
      fetcher={props.fetcher}
      defaultQuery={props.firstDocument}
      forcedTheme={theme}
      shouldPersistHeaders={false}
      schemaDescription
      inputValueDeprecation
    >
      <GraphiQL.Logo> </GraphiQL.Logo>
      <Opener opened={opened} />
      <SchemaReader keyChanges={keyChanges} />
    </GraphiQL>
  )
}

/** Opens an operation: in the tab at hand when it is empty, in a new one otherwise. Draws nothing. */
function Opener({ opened }: { readonly opened: OpenedOperation | null }): null {
  const { addTab } = useGraphiQLActions()
  const { queryEditor, variableEditor } = useGraphiQL((state) => ({
    queryEditor: state.queryEditor,
    variableEditor: state.variableEditor,
  }))
  useEffect(() => {
    if (!opened || !queryEditor || !variableEditor) return
    const atHand = queryEditor.getValue().trim()
    if (atHand !== '' && atHand !== opened.document.trim()) addTab()
    queryEditor.setValue(opened.document)
    variableEditor.setValue(opened.variables)
    queryEditor.focus()
  }, [opened, queryEditor, variableEditor, addTab])
  return null
}

/** Reads the schema again whenever the access key has changed. Draws nothing. */
function SchemaReader({ keyChanges }: { readonly keyChanges: number }): null {
  const { introspect } = useGraphiQLActions()
  useEffect(() => {
    if (keyChanges > 0) void introspect()
  }, [keyChanges, introspect])
  return null
}
