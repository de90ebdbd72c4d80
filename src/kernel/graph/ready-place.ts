import type { GraphQLResolveInfo } from 'graphql'

/** Where in the answer a key below a field stands: what `ready` takes lists at. */
export function placeBelow(info: GraphQLResolveInfo, key: string): readonly (string | number)[] {
  const place: (string | number)[] = [key]
  for (let at: GraphQLResolveInfo['path'] | undefined = info.path; at !== undefined; at = at.prev)
    place.unshift(at.key)
  return place
}
