/**
 * What every answer to the page says, whichever shell gives it: no script but ours, nothing from elsewhere, no frames.
 * Videos and recordings come as blob:, the camera as a stream.
 *
 * @param sockets addresses that the page may connect to besides its own; not every browser counts a WebSocket to the own
 *   address as 'self'
 */
export function securityHeaders(...sockets: readonly string[]): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' blob: data:",
      "media-src 'self' blob: mediastream:",
      ["connect-src 'self'", ...sockets].join(' '),
      "worker-src 'self'",
      "font-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(self), microphone=(), geolocation=(), display-capture=(), usb=(), serial=(), hid=()',
    'Referrer-Policy': 'no-referrer',
  }
}
