import { registerEnumType } from 'type-graphql'
import { enumOf } from '../kernel/graph/enum-of.ts'
import { counterpartyKinds, creditKinds, creditStatuses, severities } from './terms.ts'

/** The catalogue of credit records as a GraphQL enum. */
export const CreditKindEnum = enumOf(creditKinds)

registerEnumType(CreditKindEnum, {
  name: 'CreditKind',
  description:
    'The catalogue of credit records. What stands in none of these is no public credit information.',
  valuesConfig: {
    ADMINISTRATIVE_PENALTY: { description: 'An administrative penalty (行政处罚).' },
    ADMINISTRATIVE_LICENCE: { description: 'An administrative licence that was given (行政许可).' },
    CERTIFICATE_SUSPENDED: { description: 'A certificate was suspended (暂停); it can come back.' },
    CERTIFICATE_WITHDRAWN: {
      description: 'A certificate was withdrawn by fault (撤销); it cannot come back.',
    },
    CERTIFICATE_CANCELLED: {
      description: 'A certificate was cancelled, by wish or because it was given up (注销).',
    },
    BODY_SANCTIONED: { description: 'A certification body was sanctioned.' },
    LABORATORY_SANCTIONED: { description: 'A laboratory was sanctioned.' },
    PROFICIENCY_RESULT: { description: 'The result of a proficiency test (能力验证).' },
    ABNORMAL_OPERATION_LIST: { description: 'Entered in the list of abnormal operations (经营异常名录).' },
    SERIOUS_DISHONESTY_LIST: { description: 'Entered in the list of serious breaches (严重违法失信名单).' },
    COMMENDATION: { description: 'A commendation (表彰).' },
  },
})

/** The severities as a GraphQL enum. */
export const SeverityEnum = enumOf(severities)

registerEnumType(SeverityEnum, {
  name: 'Severity',
  description: 'How serious a breach is: what the longest and the shortest publicity follow from.',
  valuesConfig: {
    MINOR: { description: 'Minor (轻微).' },
    GENERAL: { description: 'General (一般).' },
    SERIOUS: { description: 'Serious (严重).' },
  },
})

/** The states as a GraphQL enum. */
export const CreditStatusEnum = enumOf(creditStatuses)

registerEnumType(CreditStatusEnum, {
  name: 'CreditStatus',
  description:
    'Where a record stands in its life. Everybody finds PUBLISHED records alone; a publisher also those of its own sources that are not yet or never public; a supervisor, with a purpose, also those that have ended.',
  valuesConfig: {
    RECEIVED: { description: 'It was taken in; nobody has said from when it is public.' },
    PENDING: { description: 'Its publicity begins on a later day.' },
    PUBLISHED: { description: 'It is public.' },
    EXPIRED: { description: 'The last day of its publicity has passed.' },
    REPAIRED: { description: 'Its publicity was ended early, by repair.' },
    WITHDRAWN: { description: 'Its decision was changed or annulled.' },
    NOT_PUBLISHABLE: {
      description: 'Of the catalogue, but its rule forbids to publish it, as with a bare warning.',
    },
  },
})

/** The kinds of counterparties as a GraphQL enum. */
export const CounterpartyKindEnum = enumOf(counterpartyKinds)

registerEnumType(CounterpartyKindEnum, {
  name: 'CounterpartyKind',
  description:
    'Whom a record or an inspection is about. Names of persons and of individual businesses are masked.',
  valuesConfig: {
    NATURAL_PERSON: { description: 'A natural person (自然人).' },
    LEGAL_PERSON: { description: 'A legal person (法人).' },
    UNINCORPORATED: { description: 'An organization that is no legal person (非法人组织).' },
    INDIVIDUAL_BUSINESS: {
      description: 'An individual business (个体工商户): the business of a natural person.',
    },
  },
})

/** The orders as a GraphQL enum. */
export const CreditRecordOrderEnum = {
  DECISION_DATE_DESC: 'DECISION_DATE_DESC',
  DECISION_DATE_ASC: 'DECISION_DATE_ASC',
}

registerEnumType(CreditRecordOrderEnum, {
  name: 'CreditRecordOrder',
  description: 'The order of a list of credit records.',
  valuesConfig: {
    DECISION_DATE_DESC: { description: 'Newest decision first; those without a day come last.' },
    DECISION_DATE_ASC: { description: 'Oldest decision first; those without a day come first.' },
  },
})
