import { judges } from '../house.ts'
import type { Rule } from '../rule.ts'

/** A model, an oracle or a consumer that judges the hub imports nothing of it: it would repeat the hub's mistakes. */
export const judgesKnowNothing: Rule = {
  name: 'judges know nothing of src',
  breaches: (files) =>
    files
      .filter((file) => judges.test(file.path))
      .flatMap((file) =>
        file
          .imports()
          .filter(({ from }) => /^(src|build)\//.test(from))
          .map(({ from, line }) => ({
            path: file.path,
            line,
            problem: `judges the hub and imports ${from} of it`,
          })),
      ),
}
