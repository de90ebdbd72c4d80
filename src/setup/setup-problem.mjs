/**
 * A set-up step that could not be done for a reason outside this program. Its message says what was tried and
 * what to do; it is printed without a stack. Any other error is a mistake of ours and keeps its stack.
 */
export class SetupProblem extends Error {
  name = 'SetupProblem'
}
