/** The videos that were opened, and their recognition. */
import type { Recogniser } from '../recogniser/recogniser.ts'
import type { Notices } from '../store/notices.ts'
import type { Opened, Shell } from '../shell/shell.ts'
import type { Store } from '../store/store.ts'

export class Files {
  constructor(_parts: { store: Store; shell: Shell; recogniser: Recogniser; notices: Notices }) {}

  /** Adds what was opened, selects the first of it, and recognises it with the chosen variant. */
  open(_opened: Opened): void {}

  /** After the recogniser was started, or started again: what was under way begins anew. */
  begin(): void {}

  /** Asks for a format, for the selected video. */
  export(): void {}
}
