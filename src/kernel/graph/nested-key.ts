/**
 * The key of a list that hangs on one fact: which fact, and what is asked of its list. Facts that are asked the same in
 * one request have keys that differ in the fact alone, so that one statement can serve all of them.
 */
export function nestedKey(of: string, question: object): string {
  return JSON.stringify([of, question])
}

/** A question that is asked of the lists of several facts, and the keys they are asked by. */
export type NestedQuestion<Question> = {
  readonly question: Question
  /** The key of each fact's list, by the fact. */
  readonly keys: ReadonlyMap<string, string>
}

/** The keys of lists taken apart, by what is asked. Only for keys that `nestedKey` made of such questions. */
export function nestedQuestions<Question>(keys: readonly string[]): readonly NestedQuestion<Question>[] {
  const asked = keys.map((key) => {
    const [of, question] = JSON.parse(key) as [string, Question]
    return { key, of, question, text: key.slice(JSON.stringify(of).length + 1) }
  })
  return [...Map.groupBy(asked, ({ text }) => text).values()].flatMap((same) => {
    const [first] = same
    const byFact = new Map(same.map(({ of, key }) => [of, key]))
    return first === undefined ? [] : [{ question: first.question, keys: byFact }]
  })
}
