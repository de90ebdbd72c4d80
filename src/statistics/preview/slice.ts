import { PreviewedFigureResolver, ReleasePreviewResolver } from './resolvers.ts'

/** What the hub wires of previews. */
export const previewSlice = {
  entities: [],
  resolvers: [PreviewedFigureResolver, ReleasePreviewResolver],
  streams: [],
  nodes: {},
} as const
