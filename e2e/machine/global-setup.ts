import { provideDisplay } from './display.ts'

// eslint-disable-next-line no-restricted-syntax -- Playwright asks for it
export default provideDisplay
