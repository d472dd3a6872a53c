/** TensorFlow.js on its backend in plain JavaScript: slow, the same kernels by name, and there on every machine. */
import { enableProdMode, setBackend } from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'

export * from '@tensorflow/tfjs-core'

enableProdMode() // it would print advice
await setBackend('cpu')
