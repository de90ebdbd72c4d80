/** One entry of the published list: the HTTP status of a whole request refused so, and what it means. */
type ErrorEntry = { readonly status: number; readonly meaning: string; readonly remedy: string }

/** Every code an error of the graph or of an endpoint may carry. `schema/ERRORS.md` is generated from it. */
export const errorCodes = {
  GRAPHQL_PARSE_FAILED: entry(400, 'The document is not GraphQL.', 'Mend the document at the place named.'),
  GRAPHQL_VALIDATION_FAILED: entry(
    400,
    'The document does not fit the schema.',
    'Compare with /schema.graphql.',
  ),
  BAD_USER_INPUT: entry(400, 'A value does not fit its type.', 'Send what `expected` names.'),
  BAD_REQUEST: entry(400, 'The HTTP request is not one of GraphQL over HTTP.', 'Send JSON with a `query`.'),
  OPERATION_RESOLUTION_FAILURE: entry(
    400,
    'The operation to run is not clear.',
    'Name it in `operationName`.',
  ),
  OPERATION_TOO_LARGE: entry(
    400,
    'A document or its variables are larger, wider or deeper than one request may be.',
    'Ask for less, or in several requests; `schema/LIMITS.md` lists the limits.',
  ),
  DOCUMENT_NOT_FOUND: entry(
    404,
    'No trusted document has this id.',
    'Use an id of `schema/documents/manifest.json`, or send the text.',
  ),
  DOCUMENT_NOT_TRUSTED: entry(
    403,
    'The anonymous may run only trusted documents here.',
    'Use a document of `schema/documents` as it stands, or send a credential.',
  ),
  PERSISTED_QUERY_NOT_FOUND: entry(
    200,
    'No text is known by this hash.',
    'Send the hash together with the text; clients of persisted queries do so by themselves.',
  ),
  INVALID_TEXT: entry(400, 'A text holds a character that no text may hold (NUL).', 'Remove it.'),
  INVALID_ID: entry(400, 'An id is not one of this hub.', 'Use an id that an answer gave.'),
  AMBIGUOUS_NUMBER: entry(
    400,
    'A number alone does not say which one is meant: several have it.',
    'Name who gave it, or use the list.',
  ),
  NOT_EXPLAINED: entry(
    400,
    'The id is of something that has no explanation: only figures have one.',
    'Use the id of an observation or of a figure of a table.',
  ),
  INVALID_PERIOD: entry(
    400,
    'A period does not exist or is not written as SDMX writes it.',
    'Write 2022, 2022-Q3 or 2022-08.',
  ),
  INVALID_CURSOR: entry(
    400,
    'A cursor cannot be read.',
    'Use a cursor exactly as it was given, or start anew.',
  ),
  CURSOR_CONFLICT: entry(
    400,
    'Two arguments say different things about where to start.',
    'Send one of them.',
  ),
  PAGE_SIZE: entry(
    400,
    'A page has between 0 and 1,000 entries.',
    'Ask for fewer and follow the page cursor.',
  ),
  UNKNOWN_CODE: entry(400, 'A code is in no code list at this position.', 'Use one of the near codes named.'),
  INVALID_POSITION: entry(
    400,
    'A position is not a whole number from 0 up.',
    'Use a position that the hub gave.',
  ),
  POSITION_AHEAD: entry(
    409,
    'The hub has not reached this position.',
    'Wait, or ask for a position up to the one named.',
  ),
  TIME_BEFORE_HISTORY: entry(400, 'The time lies before the first commit.', 'Ask for a later time.'),
  WRONG_FREQUENCY: entry(
    400,
    'A period has another frequency than what it is asked of.',
    'Write periods of the frequency that `expected` names.',
  ),
  MIXED_UNITS: entry(
    400,
    'Figures of one indicator are counted in several units, so they cannot stand in one column.',
    'Name one of the units in `where.unit`.',
  ),
  OVERLAPPING_CODES: entry(
    400,
    'Of the codes to be taken together, one holds another, so their sum would count twice.',
    'Leave out one of the two that the message names.',
  ),
  UNKNOWN_CROSSWALK: entry(
    400,
    'No crosswalk leads from one version of the code list to the other.',
    'Ask for one of the versions that `expected` names.',
  ),
  TOO_MANY_CELLS: entry(
    400,
    'The table would have more cells, or be made of more figures, than one answer may.',
    'Narrow what the message names.',
  ),
  UNAUTHENTICATED: entry(
    401,
    'Who asks is not known, or the credential is not valid.',
    'Send `Authorization: Bearer <key or token>`; the message says what is wrong with the one that came.',
  ),
  FORBIDDEN: entry(403, 'Who asks may not do this.', 'Ask an administrator for the right.'),
  UNKNOWN_SOURCE: entry(404, 'No source has this code.', 'List `sources { code }`.'),
  FILE_EXPECTED: entry(
    400,
    'Rows were posted to a source whose facts are not figures.',
    'Send a file by POST /ingest/:source.',
  ),
  UNKNOWN_RELEASE: entry(
    404,
    'The source has no release of this code.',
    'Use the code that `expected` names, or list `releases { nodes { code } }`.',
  ),
  UNKNOWN_ACCESS_KEY: entry(
    404,
    'No access key has this id.',
    'List `accessKeys { nodes { keyId holder } }` as an administrator.',
  ),
  TOO_MANY_KEYS: entry(
    409,
    'A holder has two access keys that hold, the most there may be at once.',
    'Revoke one of those that the message names.',
  ),
  UNKNOWN_CREDIT_RECORD: entry(
    404,
    'No credit record that the caller may see has this id.',
    'Use the `id` of an entry of `creditRecords`.',
  ),
  CREDIT_RECORD_ENDED: entry(
    409,
    'The credit record has ended, which is final.',
    'Nothing is to be done: nobody finds it any more.',
  ),
  CREDIT_RECORD_REPAIRED: entry(
    409,
    'The credit record was repaired before.',
    'Nothing is to be done: nobody finds it any more.',
  ),
  CREDIT_RECORD_NOT_PUBLIC: entry(
    409,
    'The credit record is not public, so there is no publicity to end and nothing to dispute.',
    'Wait for its first day of publicity, or correct it at its source.',
  ),
  CREDIT_REPAIR_TOO_EARLY: entry(
    409,
    'The credit record must stay public until a day that has not come.',
    'Repair it on the day that `expected` names, or later.',
  ),
  CREDIT_NOT_REPAIRABLE: entry(
    409,
    'No repair may end the publicity of this credit record: the rule that was applied to it does not allow it.',
    'Wait for the end of its publicity.',
  ),
  CREDIT_DISPUTE_UNCHANGED: entry(
    409,
    'The credit record is marked so already.',
    'Read `disputed` of the record; another `note` changes what is said against it.',
  ),
  UNKNOWN_DISCREPANCY: entry(
    404,
    'No discrepancy with this id holds now.',
    'List `discrepancies { nodes { id } }`; one that is not there has ended.',
  ),
  UNKNOWN_ORGANIZATION: entry(
    404,
    'No organization with this id holds now, or none that may be shown.',
    'Use the `id` of an organization as an answer gave it.',
  ),
  ALREADY_MERGED: entry(
    409,
    'An organization that is to be merged stands for itself no longer.',
    'Merge the one that `mergedInto` names, or split it off first.',
  ),
  NOT_MERGED: entry(
    409,
    'An organization that is to be split off was merged into none.',
    'Look at its `mergedInto`; it may have been split off already.',
  ),
  MERGE_REFUSED: entry(
    409,
    'Two organizations cannot be merged: they are one already, or of two kinds.',
    'The message says what stands against it.',
  ),
  NOT_FOUND: entry(404, 'Nothing is at this address.', 'See the README for the endpoints.'),
  METHOD_NOT_ALLOWED: entry(
    405,
    'This endpoint does not answer to this method.',
    'Use the method that `Allow` names.',
  ),
  IDEMPOTENCY_KEY_MISSING: entry(
    400,
    'A delivery needs an Idempotency-Key of 1 to 200 characters.',
    'Send one; repeat it on a retry.',
  ),
  PERSONAL_IDEMPOTENCY_KEY: entry(
    400,
    'The idempotency key looks like the identity number of a person, and keys are kept.',
    'Send a key that says nothing of anybody, like a UUID.',
  ),
  IDEMPOTENCY_CONFLICT: entry(
    409,
    'The idempotency key was used for other content.',
    'Use a new key for new content.',
  ),
  DELIVERY_REFUSED: entry(
    422,
    'The file as a whole cannot be read as this source promised.',
    'Mend what the findings name.',
  ),
  DELIVERY_TOO_LARGE: entry(
    413,
    'A delivery is larger than the hub takes at once.',
    'Split it into several deliveries.',
  ),
  REQUEST_TIMEOUT: entry(408, 'The request did not arrive in time.', 'Send it again, or in smaller parts.'),
  PAYLOAD_TOO_LARGE: entry(413, 'The request is larger than this endpoint takes.', 'Send less.'),
  HEADERS_TOO_LARGE: entry(
    431,
    'The address and headers of a request are too long or too many.',
    'Send fewer and shorter ones; send the document by POST.',
  ),
  ORIGIN_REFUSED: entry(
    403,
    'A page of another origin may not open a socket of this hub.',
    'Ask the operator to add the origin to CORS_ORIGINS.',
  ),
  OVERLOADED: entry(503, 'The hub has as many connections as it takes.', 'Try again in a moment.'),
  COST_LIMIT_EXCEEDED: entry(
    400,
    'The operation may cost more points than one request may.',
    'Ask for smaller pages where the message says, or in several requests.',
  ),
  RATE_LIMITED: entry(
    429,
    'Too much at once, or too many credentials that were refused.',
    'Wait as long as `Retry-After` says, and try again.',
  ),
  BUSY: entry(503, 'Another writer held the history for too long.', 'Try again in a moment.'),
  UNAVAILABLE: entry(503, 'A service that the hub needs does not answer.', 'Look at /health/ready.'),
  CSRF_PREVENTION: entry(
    400,
    'A browser could have been tricked into this request.',
    'Send `Content-Type: application/json` or the header `Apollo-Require-Preflight: true`.',
  ),
  INTERNAL_SERVER_ERROR: entry(500, 'The hub made a mistake.', 'Give the operator the id in the message.'),
} as const satisfies Record<string, ErrorEntry>

/** A code of the published list. */
export type ErrorCode = keyof typeof errorCodes

function entry(status: number, meaning: string, remedy: string): ErrorEntry {
  return { status, meaning, remedy }
}
