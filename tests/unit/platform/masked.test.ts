import { expect, it } from 'vitest'
import { masked } from '../../../src/platform/masked.ts'

it.each([
  ['Bearer bm_a1-b_0123456789abcdef0123!', 'Bearer bm_a1-b_…!'],
  ['two bm_x_aaaaaaaaaaaaaaaaaaaa and bm_y_bbbbbbbbbbbbbbbbbbbb.', 'two bm_x_… and bm_y_….'],
  ['eyJhbGciOi.eyJpc3MiOi.c2lnbmF0dXJl-_ end', 'eyJ… end'],
  ['postgres://me:p%40ss@db.example:5432/hub', 'postgres://me:…@db.example:5432/hub'],
  ['redis://:pass@cache', 'redis://:…@cache'],
  ['http://127.0.0.1:4000/graphql and a@b', 'http://127.0.0.1:4000/graphql and a@b'],
  ['bm_ is a prefix', 'bm_ is a prefix'],
])('%j is written as %j', (text, safe) => expect(masked(text)).toBe(safe))
