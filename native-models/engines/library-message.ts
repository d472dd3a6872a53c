import { oneLine } from '../text.ts'

/** What a library said, as a part of a sentence: onnxruntime's words run over lines and begin with a place in its source. */
export const libraryMessage = (said: string): string =>
  oneLine(said.replace(/\/onnxruntime_src\/.* was false\. /s, '')).replace(/\.$/, '')
