import { type Feed, parseFeed } from './feed.ts'
import certificateRegister from './feeds/certificate-register.json' with { type: 'json' }
import cncaByField from './feeds/cnca-by-field.json' with { type: 'json' }
import cncaByRegion from './feeds/cnca-by-region.json' with { type: 'json' }
import creditEvents from './feeds/credit-events.json' with { type: 'json' }
import doublePublicityLicences from './feeds/double-publicity-licences.json' with { type: 'json' }
import doublePublicityPenalties from './feeds/double-publicity-penalties.json' with { type: 'json' }
import doubleRandomInspections from './feeds/double-random-inspections.json' with { type: 'json' }
import jointMeasures from './feeds/joint-measures.json' with { type: 'json' }
import organizationRegister from './feeds/organization-register.json' with { type: 'json' }
import qualificationRegister from './feeds/qualification-register.json' with { type: 'json' }

/** All feeds by the code of their source. Called once at start; throws where a mapping file is not valid. */
export function loadFeeds(): ReadonlyMap<string, Feed> {
  const files: Readonly<Record<string, unknown>> = {
    'certificate-register': certificateRegister,
    'cnca-by-field': cncaByField,
    'cnca-by-region': cncaByRegion,
    'credit-events': creditEvents,
    'double-publicity-licences': doublePublicityLicences,
    'double-publicity-penalties': doublePublicityPenalties,
    'double-random-inspections': doubleRandomInspections,
    'joint-measures': jointMeasures,
    'organization-register': organizationRegister,
    'qualification-register': qualificationRegister,
  }
  const feeds = Object.entries(files).map(([name, content]) => parseFeed(`feeds/${name}.json`, content))
  return new Map(feeds.map((feed) => [feed.source, feed]))
}
