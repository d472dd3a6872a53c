/** Goes up with every change that an older counterpart would misunderstand. The host tells its own in `hello`. */
export const protocolVersion = 3
