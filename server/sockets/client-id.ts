/** A page makes up its own: 128 bits as hexadecimal digits. */
export const isClientId = (text: string): boolean => /^[0-9a-f]{32}$/.test(text)
