import { systemPreferences, type Session } from 'electron'
import { isOurOrigin, isOurPage } from '../page/our-page.ts'

/** One thing is allowed, to the main frame of our page: the picture of a camera. No sound, no place, no devices. */
export function restrictPermissions(session: Session): void {
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, { isMainFrame, mediaType }) => {
    // Before a list of cameras Chromium tells the whole address instead of the origin.
    const isOurs = isOurOrigin(requestingOrigin) || isOurPage(requestingOrigin)
    return permission === 'media' && mediaType === 'video' && isMainFrame && isOurs
  })
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const { isMainFrame, requestingUrl } = details
    const kinds = 'mediaTypes' in details ? details.mediaTypes : undefined
    const allowed =
      permission === 'media' && kinds?.length === 1 && kinds[0] === 'video' && isMainFrame && isOurPage(requestingUrl)
    if (!allowed) answer(false)
    else void mayUseCamera().then(answer)
  })
  session.setDevicePermissionHandler(() => false)
}

/** macOS asks the user, once, and remembers; elsewhere opening the camera tells. */
async function mayUseCamera(): Promise<boolean> {
  return process.platform !== 'darwin' || systemPreferences.askForMediaAccess('camera')
}
