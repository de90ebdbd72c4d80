import { lockDirectory } from '../../../src/platform/directory-lock.ts'

// Takes the lock of a folder, says `held` or why not, and holds it until it is ended or its input closes.
const [directory = ''] = process.argv.slice(2)
try {
  const lock = await lockDirectory(directory)
  process.stdout.write('held\n')
  process.stdin.resume().once('end', () => void lock[Symbol.asyncDispose]())
} catch (error) {
  process.stdout.write(`refused: ${String(error)}\n`)
}
