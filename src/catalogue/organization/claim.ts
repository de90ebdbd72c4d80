/** Every field of a row of a register of organizations: what feeds write, and the checks read. */
export const organizationFields = [
  'name',
  'nameEn',
  'nameHant',
  'region',
  'roles',
  'uscc',
  'orgCode',
  'regNo',
  'hkBrn',
  'hkCr',
  'moCr',
  'moTax',
  'lei',
  'validFrom',
  'validTo',
  'evidence',
] as const
