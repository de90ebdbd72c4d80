import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { WebSocketServer } from 'ws'
import { rawStatements } from './raw-statements.ts'

/**
 * The raw limit, as a process of its own: what this machine gives when nothing stands between HTTP and a prepared
 * statement. It checks nothing. `/send` writes its body to every socket with a bare `ws.send`; `/position` reads the
 * head anew.
 */
const pool = new pg.Pool({
  connectionString: process.env['DATABASE_URL'],
  max: 10,
  idleTimeoutMillis: 0,
  // Left to choose, Postgres plans `series` anew for every request and takes twice as long.
  options: '-c plan_cache_mode=force_generic_plan',
})
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
let position = await headPosition()

const server = createServer((request, response) => {
  bodyOf(request)
    .then((body) => answer(request.url ?? '', body))
    .then(
      (text) => response.writeHead(200, headersOf(text)).end(text),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
})
server.on('upgrade', (request, socket, head) =>
  sockets.handleUpgrade(request, socket, head, (opened) => sockets.emit('connection', opened)),
)
server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
process.once('SIGTERM', () => process.exit(0))

async function answer(url: string, body: string): Promise<string> {
  if (url === '/send') {
    for (const socket of sockets.clients) socket.send(body)
    return ''
  }
  if (url === '/position') {
    position = await headPosition()
    return String(position)
  }
  const { question, variables } = JSON.parse(body) as {
    readonly question: string
    readonly variables: Readonly<Record<string, unknown>>
  }
  if (question === 'floor') return `{"data":{"hub":{"position":${position}}}}`
  const statement = rawStatements[question]
  if (statement === undefined) throw new Error(`no statement answers ${question}`)
  const values = [position, ...statement.order.map((name) => variables[name])]
  const result = await pool.query<string[]>({
    name: question,
    text: statement.text,
    values,
    rowMode: 'array',
  } as never)
  return `{"data":${result.rows[0]?.[0]}}`
}

function headersOf(text: string) {
  return { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }
}

async function headPosition(): Promise<number> {
  const { rows } = await pool.query<{ position: string }>('select position from head')
  return Number(rows[0]?.position)
}

function bodyOf(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => resolve(Buffer.concat(chunks).toString()))
    request.on('error', reject)
  })
}
