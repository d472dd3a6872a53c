import { app, dialog, type BrowserWindow, type OpenDialogOptions } from 'electron'
import { homedir } from 'node:os'
import { basename, join } from 'node:path'
import { labelsEndings, modelEndings } from '../../renderer/shell/model-names.ts'
import type { OpenKind, SaveKind } from '../../renderer/shell/values.ts'
import { texts } from '../../renderer/texts.ts'
import { videoEndings } from '../../renderer/shell/video-names.ts'

/** What the user chose; nothing chosen: an empty list. */
export async function askForFiles(window: BrowserWindow, what: OpenKind): Promise<readonly string[]> {
  const { filePaths } = await dialog.showOpenDialog(window, openDialogs[what])
  return filePaths
}

const openDialogs: Readonly<Record<OpenKind, OpenDialogOptions>> = {
  folder: { title: texts.menu.openFolder, properties: ['openDirectory'] },
  files: {
    title: texts.menu.openVideos,
    properties: ['openFile', 'multiSelections'],
    filters: [{ name: texts.menu.videos, extensions: [...videoEndings] }],
  },
  model: {
    title: texts.models.choose.model,
    properties: ['openFile'],
    filters: [{ name: texts.models.choose.models, extensions: [...modelEndings] }],
  },
  labels: {
    title: texts.models.choose.labels,
    properties: ['openFile'],
    filters: [{ name: texts.models.choose.texts, extensions: [...labelsEndings] }],
  },
}

/** Where to save, with the system's own question before anything is replaced. */
export async function askWhereToSave(window: BrowserWindow, name: string, kind: SaveKind): Promise<string | undefined> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: texts.menu.save,
    defaultPath: join(folderOf('documents'), name),
    filters: [{ name: kind.toUpperCase(), extensions: [kind] }],
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  })
  return canceled || filePath === '' ? undefined : filePath
}

/** Where recordings go, and what people call it. */
export function recordings(): { readonly folder: string; readonly place: string } {
  const videos = folderOf('videos')
  return { folder: join(videos, texts.app), place: `${basename(videos)}/${texts.app}` }
}

/** Some systems have no such folder. */
function folderOf(name: 'videos' | 'documents'): string {
  try {
    return app.getPath(name)
  } catch {
    return homedir()
  }
}
