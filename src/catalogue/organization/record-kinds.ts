/**
 * The catalogue of credit records, by the words of their kinds: what stands in none of these is no public credit
 * information. Here, because organizations are found by what is recorded of them.
 */
export const recordKinds = [
  'ADMINISTRATIVE_PENALTY',
  'ADMINISTRATIVE_LICENCE',
  'CERTIFICATE_SUSPENDED',
  'CERTIFICATE_WITHDRAWN',
  'CERTIFICATE_CANCELLED',
  'BODY_SANCTIONED',
  'LABORATORY_SANCTIONED',
  'PROFICIENCY_RESULT',
  'ABNORMAL_OPERATION_LIST',
  'SERIOUS_DISHONESTY_LIST',
  'COMMENDATION',
] as const
