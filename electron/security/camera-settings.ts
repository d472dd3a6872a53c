/** The system's own page for camera permission: the only two addresses that this app ever opens outside of itself. */
export const cameraSettings: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'x-apple.systempreferences:com.apple.preference.security?Privacy_Camera',
  win32: 'ms-settings:privacy-webcam',
}
