import type { EngineName } from '../../native-models/choices.ts'

/**
 * In a package the app lies in an archive (app.asar), and what the operating system or a worker thread must open itself
 * lies beside it, unpacked. This gives the place of a file beside; outside a package it is the same place.
 */
export const unpacked = (place: string): string => place.replace(/([\\/]app\.asar)(?=[\\/])/, '$1.unpacked')

/** An engine's worker, for a module of this folder. */
export const workerEntry = (engine: EngineName, module: string): URL =>
  new URL(unpacked(new URL(`../../native-models/engines/${engine}/worker.js`, module).href))
