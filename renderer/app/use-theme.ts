import { useEffect } from 'react'
import { useSelect } from '../parts/use-app.ts'

/** Sets the theme on the page; `system` follows the system as it changes. */
export function useTheme(): void {
  const theme = useSelect((state) => state.settings.theme)
  useEffect(() => {
    const light = matchMedia('(prefers-color-scheme: light)')
    const apply = (): void => {
      document.documentElement.dataset['theme'] = theme === 'system' ? (light.matches ? 'light' : 'dark') : theme
    }
    apply()
    light.addEventListener('change', apply)
    return () => {
      light.removeEventListener('change', apply)
    }
  }, [theme])
}
