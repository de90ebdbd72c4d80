import { type Feed, parseFeed } from './feed.ts'
import cncaByField from './feeds/cnca-by-field.json' with { type: 'json' }
import cncaByRegion from './feeds/cnca-by-region.json' with { type: 'json' }

/** All feeds by the code of their source. Called once at start; throws where a mapping file is not valid. */
export function loadFeeds(): ReadonlyMap<string, Feed> {
  const files: Readonly<Record<string, unknown>> = {
    'cnca-by-field': cncaByField,
    'cnca-by-region': cncaByRegion,
  }
  const feeds = Object.entries(files).map(([name, content]) => parseFeed(`feeds/${name}.json`, content))
  return new Map(feeds.map((feed) => [feed.source, feed]))
}
