import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { texts } from './texts.ts'

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <h1>{texts.app}</h1>
  </StrictMode>,
)
