import { WebSocket } from 'ws'

type Change = {
  readonly op: string
  readonly id: string
  readonly before: Figure | null
  readonly node: Figure | null
}

type Figure = { readonly value: string | null; readonly revision: number }

type Frame = {
  readonly kind: string
  readonly cursor: string
  readonly follows: string | null
  readonly complete: boolean
  readonly commit: { readonly position: number } | null
  readonly changes: readonly Change[]
}

const query = `subscription Follow($after: Cursor) { observationChanges(after: $after) {
  kind cursor follows complete commit { position } changes { op id before { value revision } node { value revision } } } }`

/**
 * A client that follows all figures from the beginning, folds whole commits only, and goes on from its last whole
 * cursor whenever its connection ends. It proves for itself that nothing is missing and nothing comes twice.
 */
export class Consumer {
  readonly figures = new Map<string, Figure>()
  /** What is wrong with what it was told; empty as long as the hub keeps its promises. */
  readonly complaints: string[] = []
  readonly #url: string
  #cursor = '0'
  #last = '0'
  #position = 0
  #held: Change[] = []
  #socket: WebSocket | null = null
  #closed = false
  #heard: () => void = () => undefined
  connections = 0

  constructor(address: string) {
    this.#url = `${address.replace(/^http/, 'ws')}/graphql`
    this.#connect()
  }

  /** Resolves when it knows a position; rejects after `patience` milliseconds or at the first complaint. */
  async knows(position: number, patience = 20_000): Promise<void> {
    const deadline = AbortSignal.timeout(patience)
    while (this.#position < position) {
      if (this.complaints.length > 0) throw new Error(this.complaints.join('\n'))
      if (deadline.aborted) throw new Error(`told up to ${this.#position}, not ${position}`)
      const heard = Promise.withResolvers<void>()
      this.#heard = heard.resolve
      deadline.addEventListener('abort', this.#heard)
      await heard.promise
    }
    if (this.complaints.length > 0) throw new Error(this.complaints.join('\n'))
  }

  /** Breaks the connection at once, as a network would. */
  cut(): void {
    this.#socket?.terminate()
  }

  close(): void {
    this.#closed = true
    this.cut()
  }

  #connect(): void {
    const socket = new WebSocket(this.#url, 'graphql-transport-ws')
    this.#socket = socket
    socket.on('error', () => undefined)
    socket.on('open', () => socket.send('{"type":"connection_init"}'))
    socket.on('message', (data) => this.#hear(socket, JSON.parse(String(data))))
    socket.on('close', () => {
      this.#held = []
      if (!this.#closed) setTimeout(() => this.#connect(), 25)
    })
  }

  #hear(socket: WebSocket, message: { readonly type: string; readonly payload?: unknown }): void {
    if (message.type === 'connection_ack') {
      this.connections += 1
      this.#last = this.#cursor
      const payload = { query, variables: { after: this.#cursor } }
      socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload }))
    } else if (message.type === 'next') {
      const { data, errors } = message.payload as {
        readonly data?: { readonly observationChanges: Frame }
        readonly errors?: unknown
      }
      if (errors !== undefined || !data) this.#complain(`errors came: ${JSON.stringify(errors)}`)
      else this.#take(data.observationChanges)
    } else if (message.type === 'error') this.#complain(`refused: ${JSON.stringify(message.payload)}`)
    this.#heard()
  }

  #take(frame: Frame): void {
    if (frame.kind !== 'DELTA' && frame.kind !== 'PROGRESS') {
      this.#complain(`a frame ${frame.kind} came`)
      return
    }
    if (frame.follows !== this.#last)
      this.#complain(`follows ${frame.follows}, but the last was ${this.#last}`)
    this.#last = frame.cursor
    this.#held.push(...frame.changes)
    if (!frame.complete) return
    const position = frame.commit?.position ?? 0
    if (frame.kind === 'DELTA' && position <= this.#position)
      this.#complain(`position ${position} came again after ${this.#position}`)
    for (const change of this.#held) this.#fold(change)
    this.#held = []
    this.#cursor = frame.cursor
    this.#position = position
  }

  #fold({ id, op, before, node }: Change): void {
    const known = this.figures.get(id) ?? null
    if (JSON.stringify(known) !== JSON.stringify(before))
      this.#complain(`${op} ${id} was ${JSON.stringify(before)}, but ${JSON.stringify(known)} is known`)
    if (node === null) this.figures.delete(id)
    else this.figures.set(id, node)
  }

  #complain(complaint: string): void {
    this.complaints.push(complaint)
    this.#heard()
  }
}
