import { type Command, InvalidArgumentError, Option } from 'commander'
import { roles } from '../access/view.ts'
import { systemClock } from '../kernel/clock.ts'
import { DateTimeScalar } from '../kernel/graph/scalars.ts'
import { processConfig } from '../platform/config.ts'
import { type Door, openDoor } from './door.ts'
import { requireData } from './running-hub.ts'
import { plain, wrapped } from './terminal.ts'
import { type Key, scopeOf, table, untilWhen } from './told-keys.ts'

/** `baymark keys …`: access keys, listed, created, revoked, and changed for new ones. */
export function addKeys(program: Command): void {
  const keys = program
    .command('keys')
    .description('list, create, revoke and rotate access keys; works while a hub runs')
  keys
    .command('list')
    .description('list the keys that are accepted, newest first')
    .option('--all', 'also those that have expired or were revoked')
    .addOption(roleOption('only keys of one role'))
    .option('--holder <name>', 'only keys of one holder')
    .option('--json', 'print each key as one line of JSON')
    .action(list)
  keys
    .command('create')
    .description('create a key; its text is printed once and kept nowhere')
    .addOption(roleOption('what its bearer may be').makeOptionMandatory())
    .requiredOption('--holder <name>', 'who it is given to')
    .option('--region <code...>', 'the regions of a partner or supervisor, like 440000')
    .option('--source <code...>', 'the sources of a publisher, like cnca-by-region')
    .option('--note <text>', 'what is to be known of it')
    .option('--expires <when>', 'until when it holds: days from now (90d) or an instant', expiry)
    .option('--quiet', 'print the key alone, for a pipe')
    .option('--json', 'print the key and what the hub knows of it as one line of JSON')
    .addHelpText(
      'after',
      `
Examples:
  baymark keys create --role publisher --source cnca-by-region \\
    --holder "Statistics desk" --expires 365d
  baymark keys create --role analyst --holder "A dashboard" --quiet > key.txt`,
    )
    .action(create)
  keys
    .command('revoke')
    .description('take a key back: no node accepts it any more, its sockets are closed')
    .argument('<id>', 'the id of the key, as `keys list` shows it')
    .requiredOption('--reason <text>', 'why, for whoever looks later')
    .option('--json', 'print what the hub knows of it as one line of JSON')
    .action(revoke)
  keys
    .command('rotate')
    .description('create a key like another one, which holds until you revoke it')
    .argument('<id>', 'the id of the key to be replaced')
    .option('--expires <when>', 'until when the new one holds; else as long as the old one held', expiry)
    .option('--quiet', 'print the new key alone, for a pipe')
    .option('--json', 'print the new key and what the hub knows of it as one line of JSON')
    .action(rotate)
}

type Output = { readonly quiet?: boolean; readonly json?: boolean }

/** A key that is to be created. */
type WantedKey = Pick<Key, 'role' | 'holder' | 'regions' | 'sources' | 'note' | 'expiresAt'>

async function list(options: {
  readonly all?: boolean
  readonly role?: string
  readonly holder?: string
  readonly json?: boolean
}): Promise<void> {
  const { all, role, holder, json } = options
  await using door = await openDoor(requireData(processConfig()), 'baymark keys list')
  const filter = {
    ...(role === undefined ? {} : { role: { eq: role.toUpperCase() } }),
    ...(holder === undefined ? {} : { holder: { eq: holder } }),
    ...(all ? {} : { status: { eq: 'LIVE' } }),
  }
  const found: Key[] = []
  for await (const key of keysThat(door, filter)) found.push(key)
  if (json) for (const key of found) process.stdout.write(`${JSON.stringify(key)}\n`)
  else if (found.length === 0)
    process.stdout.write('No key matches; --all shows those that hold no longer, too.\n')
  else process.stdout.write(table(found))
}

async function create(
  options: Output & {
    readonly role: string
    readonly holder: string
    readonly region?: readonly string[]
    readonly source?: readonly string[]
    readonly note?: string
    readonly expires?: Date
  },
): Promise<void> {
  const { role, holder, region = [], source = [], note = null, expires } = options
  await using door = await openDoor(requireData(processConfig()), 'baymark keys create')
  const expiresAt = expires?.toISOString() ?? null
  const made = await createdKey(door, {
    role: role.toUpperCase(),
    holder,
    regions: region,
    sources: source,
    note,
    expiresAt,
  })
  print(made, options, '')
}

async function revoke(id: string, { reason, json }: { readonly reason: string; readonly json?: boolean }) {
  await using door = await openDoor(requireData(processConfig()), 'baymark keys revoke')
  const { revokeAccessKey: key } = await door.ask<{ readonly revokeAccessKey: Key }>(revocation, {
    input: { id, reason },
  })
  if (json) process.stdout.write(`${JSON.stringify(key)}\n`)
  else {
    const when = (key.revokedAt ?? '').slice(0, 19)
    const why = key.revocationReason === reason ? '' : ` It had been revoked before: ${key.revocationReason}.`
    process.stdout.write(
      wrapped(plain(`Key ${key.keyId} of ${key.holder} is revoked since ${when}Z.${why}`), '  '),
    )
  }
}

async function rotate(id: string, options: Output & { readonly expires?: Date }): Promise<void> {
  await using door = await openDoor(requireData(processConfig()), 'baymark keys rotate')
  const old = await keyOf(door, id)
  if (old === null)
    throw new Error(
      `There is no access key with the id ${plain(id)}. \`baymark keys list --all\` shows them.`,
    )
  if (old.status !== 'LIVE')
    throw new Error(
      `Key ${old.keyId} holds no longer (${old.status}): create a new one with \`baymark keys create\`.`,
    )
  const { role, holder, regions, sources, note } = old
  const expiresAt = options.expires?.toISOString() ?? sameTime(old)
  const made = await createdKey(door, { role, holder, regions, sources, note, expiresAt })
  print(
    made,
    options,
    `The old key ${old.keyId} holds on. When its holder uses the new one
(\`baymark keys list\` tells when each was last used), take the old one back:

  baymark keys revoke ${old.keyId} --reason "replaced by ${made.accessKey.keyId}"
`,
  )
}

/** As long from now as the old key was to hold when it was created; null where it holds for ever. */
function sameTime({ createdAt, expiresAt }: Key): string | null {
  if (expiresAt === null) return null
  const span = Date.parse(expiresAt) - Date.parse(createdAt)
  return new Date(systemClock.now().getTime() + span).toISOString()
}

async function createdKey(door: Door, input: WantedKey): Promise<Made> {
  const { createAccessKey } = await door.ask<{ readonly createAccessKey: Made }>(creation, { input })
  return createAccessKey
}

type Made = { readonly key: string; readonly accessKey: Key }

function print({ key, accessKey }: Made, { quiet, json }: Output, after: string): void {
  if (quiet) process.stdout.write(`${key}\n`)
  else if (json) process.stdout.write(`${JSON.stringify({ key, accessKey })}\n`)
  else {
    const about = `Created key ${accessKey.keyId} for ${accessKey.holder}: ${scopeOf(accessKey)}, ${untilWhen(accessKey)}.`
    const once = 'This is the only time that it is shown. Send it as `Authorization: Bearer …`.'
    process.stdout.write(
      `${wrapped(plain(about), '  ')}\n  ${key}\n\n${once}\n${after === '' ? '' : `\n${after}`}`,
    )
  }
}

async function keyOf(door: Door, id: string): Promise<Key | null> {
  for await (const key of keysThat(door, { keyId: { eq: id } })) return key
  return null
}

async function* keysThat(door: Door, filter: object): AsyncIterable<Key> {
  let after: string | null = null
  do {
    const { accessKeys }: KeyPage = await door.ask<KeyPage>(listing, { filter, after })
    yield* accessKeys.nodes
    after = accessKeys.pageInfo.hasNextPage ? accessKeys.pageInfo.endCursor : null
  } while (after !== null)
}

type KeyPage = {
  readonly accessKeys: {
    readonly nodes: readonly Key[]
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string }
  }
}

const fields = `keyId role holder regions sources note createdAt createdBy expiresAt lastUsedAt revokedAt
  revocationReason status`

const listing = `query ListKeys($filter: AccessKeyFilter, $after: String) {
  accessKeys(filter: $filter, first: 1000, after: $after) { nodes { ${fields} } pageInfo { hasNextPage endCursor } }
}`

const creation = `mutation CreateKey($input: CreateAccessKeyInput!) {
  createAccessKey(input: $input) { key accessKey { ${fields} } }
}`

const revocation = `mutation RevokeKey($input: RevokeAccessKeyInput!) {
  revokeAccessKey(input: $input) { ${fields} }
}`

function roleOption(description: string): Option {
  return new Option('--role <role>', description).choices(roles).argParser((role) => {
    const known = roles.find((each) => each === role.toLowerCase())
    if (known !== undefined) return known
    throw new InvalidArgumentError(`Allowed choices are ${roles.join(', ')}.`)
  })
}

function expiry(text: string): Date {
  const days = /^(\d{1,4})d$/.exec(text)?.[1]
  if (days !== undefined) return new Date(systemClock.now().getTime() + Number(days) * 86_400_000)
  try {
    return DateTimeScalar.parseValue(text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new InvalidArgumentError(`Expected days like 90d, or an instant. ${reason}`)
  }
}
