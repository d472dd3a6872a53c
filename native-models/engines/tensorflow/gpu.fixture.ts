/** A TensorFlow.js that says, as tfjs-node-gpu does, that it runs on a GPU, and dies when it has to rectify anything. */
export * from './js.fixture.ts'

export const backend = () => ({ isUsingGpuDevice: true })
export const relu = (): never => process.exit(3)
