import { type Diagnosis, diagnosesOf } from './diagnosis.ts'

const { ok, warn, fail } = diagnosesOf('settings')

/** What is known of the settings. */
export type SettingsSeen = {
  /** Everything that is wrong with them; the hub would not start. */
  readonly problems: readonly string[]
  /** Names of the environment that were probably meant to be a setting. */
  readonly nearMisses: readonly string[]
  readonly adminKey: string
  readonly dataDir: string
}

/** The settings: all that is wrong, what was probably mistyped, and a weak key. */
export function settingsDiagnoses({
  problems,
  nearMisses,
  adminKey,
  dataDir,
}: SettingsSeen): readonly Diagnosis[] {
  const found = [
    ...problems.map((problem) =>
      fail(problem, 'Mend it in the environment; schema/SETTINGS.md lists the settings.'),
    ),
    ...nearMisses.map((said) => warn(said, 'Mend the name, or leave the variable away.')),
  ]
  if (isWeak(adminKey))
    found.push(
      fail(
        'the secret of ADMIN_KEY is weak: it is short, or has few different characters',
        'Set ADMIN_KEY to bm_<id>_<secret> with a secret of `openssl rand -hex 24`, on all nodes, and restart them.',
      ),
    )
  if (problems.length > 0)
    found.push(warn('nothing else was looked at: it depends on the settings', 'Run `baymark doctor` again.'))
  return found.length > 0 ? found : [ok(`are valid; DATA_DIR is ${dataDir}`)]
}

/** A secret of fewer than 24 characters or 8 different ones was typed, not drawn. */
function isWeak(key: string): boolean {
  const secret = key.split('_').slice(2).join('_')
  return key !== '' && (secret.length < 24 || new Set(secret).size < 8)
}
