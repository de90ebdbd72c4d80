import type { UnusableFolder } from '../../platform/run-file.ts'
import { type Diagnosis, diagnosesOf } from './diagnosis.ts'

const { ok, warn, fail } = diagnosesOf('rights')

/** What is known of who may do what with files and tables. */
export type RightsSeen = {
  readonly dataDir: {
    readonly path: string
    /** Its permission bits; null where there is no such folder yet. */
    readonly mode: number | null
    readonly writable: boolean
    readonly freeBytes: number
  }
  /** The permission bits of the file `admin-key`; null where there is none. */
  readonly adminKeyMode: number | null
  /** What the database's user may do; null where no server was reached. */
  readonly role: {
    readonly name: string
    readonly superuser: boolean
    readonly mayCreate: boolean
    /** Tables of the hub that belong to somebody else. */
    readonly foreign: readonly string[]
  } | null
}

/** Below this much room the hub fails soon, and below that much it is worth a word, in bytes. */
const room = { fail: 100_000_000, warn: 1_000_000_000 }

/** Bits by which users other than the owner and its group may do something, and by which all others may. */
const bits = { everybody: 0o007, others: 0o077 }

/** Who may read the data and keys of the hub, and whether the hub may write. */
export function rightsDiagnoses({ dataDir, adminKeyMode, role }: RightsSeen): readonly Diagnosis[] {
  const found = [
    ...folderDiagnoses(dataDir),
    ...keyDiagnoses(dataDir.path, adminKeyMode),
    ...roleDiagnoses(role),
  ]
  return found.length > 0 ? found : [ok('data and keys are for the hub’s user alone, and it may write')]
}

/** A folder that cannot be read hides all the rest. */
export function folderDiagnosis({ says, advice }: Pick<UnusableFolder, 'says' | 'advice'>): Diagnosis {
  return fail(`${says}; nothing else was looked at`, advice)
}

function folderDiagnoses({ path, mode, writable, freeBytes }: RightsSeen['dataDir']): readonly Diagnosis[] {
  if (mode === null) return [ok(`DATA_DIR ${path} is made at the first start`)]
  const found: Diagnosis[] = []
  if (!writable)
    found.push(
      fail(`DATA_DIR ${path} may not be written`, `Give it to the hub’s user: chown -R <user> ${path}`),
    )
  if ((mode & bits.everybody) !== 0)
    found.push(
      warn(
        `every user of this machine may read DATA_DIR ${path}, also what is under embargo`,
        `Keep others out: chmod 700 ${path}`,
      ),
    )
  const free = `${(freeBytes / 1e9).toFixed(1)} GB are free where DATA_DIR is`
  if (freeBytes < room.fail)
    found.push(fail(free, 'Make room: the hub can take nothing in when the disk is full.'))
  else if (freeBytes < room.warn) found.push(warn(free, 'Make room before the disk is full.'))
  return found
}

function keyDiagnoses(path: string, mode: number | null): readonly Diagnosis[] {
  if (mode === null || (mode & bits.others) === 0) return []
  const advice = `chmod 600 ${path}/admin-key; if others may have read it, remove the file, so that the next start makes another.`
  return [fail('other users of this machine may read the administrator’s key in DATA_DIR', advice)]
}

function roleDiagnoses(role: RightsSeen['role']): readonly Diagnosis[] {
  if (role === null) return []
  const { name, superuser, mayCreate, foreign } = role
  const found: Diagnosis[] = []
  if (!mayCreate && !superuser)
    found.push(
      fail(
        `the database user ${name} may not create tables, so the next version cannot migrate`,
        `GRANT CREATE ON SCHEMA public TO ${name};`,
      ),
    )
  if (foreign.length > 0)
    found.push(
      fail(
        `tables belong to another database user than ${name}: ${foreign.slice(0, 3).join(', ')}${foreign.length > 3 ? ' …' : ''}`,
        `ALTER TABLE … OWNER TO ${name}; for each of them.`,
      ),
    )
  if (superuser)
    found.push(
      warn(
        `the database user ${name} is a superuser: whoever takes the hub over has the whole server`,
        'Give the hub a user of its own: CREATE ROLE baymark LOGIN; ALTER DATABASE … OWNER TO baymark;',
      ),
    )
  return found
}
