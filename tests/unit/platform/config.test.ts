import { describe, expect, it } from 'vitest'
import { keyForm } from '../../../src/access/key/key-text.ts'
import { InvalidSettings, nearMisses, readConfig, settings } from '../../../src/platform/config.ts'

const key = 'bm_me_0123456789abcdef'

function problemsOf(environment: Readonly<Record<string, string>>): string {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof InvalidSettings) return error.message
    throw error
  }
  return 'none'
}

describe('readConfig', () => {
  it('needs nothing to be set: the defaults are safe and keep to this machine', () => {
    expect(readConfig({})).toMatchObject({
      PORT: 4000,
      HOST: '127.0.0.1',
      DATABASE_URL: '',
      DATA_DIR: './data',
      REDIS_URL: '',
      ADMIN_KEY: '',
      LOG_LEVEL: 'info',
    })
  })

  it('takes an empty value for one that is not set', () => {
    expect(readConfig({ PORT: '', LOG_LEVEL: '', DATABASE_URL: '' })).toEqual(readConfig({}))
  })

  it('takes values in the form each setting has', () => {
    const environment = {
      PORT: '0',
      DATABASE_URL: 'postgresql://me:p%40ss@db.example:5432/hub?sslmode=require',
      REDIS_URL: 'rediss://cache.example:6379/1',
      ADMIN_KEY: key,
      SAMPLES: 'none',
      DATABASE_CONNECTIONS: '200',
    }
    expect(readConfig(environment)).toMatchObject({ ...environment, PORT: 0, DATABASE_CONNECTIONS: 200 })
  })

  it('says every problem at once, with what was expected and what came', () => {
    const told = problemsOf({
      PORT: '70000',
      LOG_LEVEL: 'loud',
      SAMPLES: 'yes',
      BAYMARK_PORT: '1',
      DATABASE_CONNECTIONS: '1.5',
    })
    expect(told).toContain('PORT: expected a whole number from 0 to 65535; came "70000"')
    expect(told).toContain('LOG_LEVEL: expected silent, error, warn, info or debug; came "loud"')
    expect(told).toContain('SAMPLES: expected load or none; came "yes"')
    expect(told).toContain('DATABASE_CONNECTIONS: expected a whole number from 2 to 200; came "1.5"')
    expect(told).toMatch(/BAYMARK_PORT is not a setting; the settings have no prefix \(PORT, /)
    expect(told).toContain('schema/SETTINGS.md')
  })

  it.each(['-1', '65536', '4000.0', '0x10', ' 4000', '1e3', '٤', '9'.repeat(400)])(
    'PORT is not %j',
    (PORT) => {
      expect(problemsOf({ PORT })).toContain('PORT: expected')
    },
  )

  it.each(['mysql://db/hub', 'postgres', 'http://db/hub', 'db.example:5432'])(
    'DATABASE_URL is not %s',
    (DATABASE_URL) => {
      expect(problemsOf({ DATABASE_URL })).toContain('DATABASE_URL: expected a postgres:// address')
    },
  )

  it('shows no secret, however wrong it is', () => {
    const secret = 'hunter2-and-more'
    const told = problemsOf({
      ADMIN_KEY: secret,
      DATABASE_URL: `mysql://me:${secret}@db/hub`,
      REDIS_URL: `http://:${secret}@cache`,
    })
    expect(told).toContain('ADMIN_KEY')
    expect(told).toContain('DATABASE_URL')
    expect(told).toContain('REDIS_URL')
    expect(told).not.toContain(secret)
  })

  it('cuts a long value', () => {
    expect(problemsOf({ LOG_LEVEL: 'x'.repeat(10_000) }).length).toBeLessThan(300)
  })

  it('takes an administrator’s key in exactly the form that access knows', () => {
    for (const value of [
      key,
      'bm_a-b_0123456789abcdef_-',
      'bm__0123456789abcdef',
      'bm_me_short',
      `bm_me_${'x'.repeat(257)}`,
      'me',
    ]) {
      expect(problemsOf({ ADMIN_KEY: value }) === 'none').toBe(keyForm.test(value))
    }
  })

  it('wants the settings of tokens to fit each other, and says so beside what else is wrong', () => {
    const issuer = 'https://login.example/realms/bay'
    const told = problemsOf({ OIDC_ISSUER: issuer, PORT: 'x' })
    expect(told).toContain('PORT: expected')
    expect(told).toMatch(/OIDC_AUDIENCE: expected what tokens for this hub name in `aud`/)
    expect(problemsOf({ OIDC_AUDIENCE: 'baymark' })).toMatch(/OIDC_ISSUER: expected the issuer/)
    expect(problemsOf({ OIDC_JWKS_URL: 'https://login.example/keys' })).toMatch(/OIDC_ISSUER: expected/)
    expect(readConfig({ OIDC_ISSUER: issuer, OIDC_AUDIENCE: 'baymark' })).toMatchObject({
      OIDC_ALGORITHMS: ['RS256', 'ES256'],
      OIDC_CLOCK_SKEW: 30,
    })
  })

  it.each(['none', 'HS256', 'RS256,HS256', 'rs256', ',', 'RS256,,ES256', 'RSA-OAEP'])(
    'no token is signed with %j',
    (OIDC_ALGORITHMS) => {
      expect(problemsOf({ OIDC_ALGORITHMS })).toContain('OIDC_ALGORITHMS: expected some of RS256')
    },
  )

  it.each([
    ['http://login.example', false],
    ['https://me:secret@login.example', false],
    ['https://login.example/#a', false],
    ['login.example', false],
    ['ftp://localhost/', false],
    ['http://127.0.0.1.login.example/', false],
    ['http://localhost.login.example/', false],
    ['http://127.0.0.1:8080/realms/bay', true],
    ['http://[::1]:8080', true],
    ['https://login.example/realms/bay', true],
  ])('OIDC_ISSUER %s is taken: %s', (OIDC_ISSUER, taken) => {
    expect(problemsOf({ OIDC_ISSUER, OIDC_AUDIENCE: 'baymark' }) === 'none').toBe(taken)
  })

  it.each(Object.entries(settings))('%s says what it is for', (_, { meaning }) =>
    expect(meaning).toMatch(/[.)]$/),
  )
})

describe('nearMisses', () => {
  it.each([
    ['REDIS_URI', 'REDIS_URL'],
    ['DATABSE_URL', 'DATABASE_URL'],
    ['LOGLEVEL', 'LOG_LEVEL'],
    ['redis_url', 'REDIS_URL'],
    ['ADMINKEY', 'ADMIN_KEY'],
    ['DATADIR', 'DATA_DIR'],
  ])('%s was probably meant to be %s', (came, meant) => {
    expect(nearMisses({ [came]: 'x' })).toEqual([
      `${came} is not a setting and is not read; did you mean ${meant}?`,
    ])
  })

  it('leaves settings, other names, short names and what readConfig refuses alone', () => {
    const names = [
      'PORT',
      'REDIS_URL',
      'PATH',
      'HOME',
      'IMPORT',
      'EXPORT',
      'HOSTS',
      'HOSTNAME',
      'PG_URL',
      'BAYMARK_PORT',
      'LANGUAGE',
    ]
    expect(nearMisses(Object.fromEntries(names.map((name) => [name, 'x'])))).toEqual([])
  })

  it('never shows a value', () => {
    expect(nearMisses({ ADMIN_KEYS: 'hunter2' }).join()).not.toContain('hunter2')
  })
})
