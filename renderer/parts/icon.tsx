/** Line icons, drawn here: 16 x 16, 1.5 pixels wide, in the colour of the text. */
const paths = {
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  play: 'M5 3.2v9.6l7.5-4.8z',
  record: 'M8 4.2a3.8 3.8 0 1 0 0 7.6 3.8 3.8 0 0 0 0-7.6z',
  stop: 'M4.5 4.5h7v7h-7z',
  snapshot: 'M2.5 5.5h2.6l1-2h3.8l1 2h2.6v7.5h-11zM8 11.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z',
  mirror: 'M8 2v12M5.8 5v6.2H2zM10.2 5v6.2H14z',
  present: 'M2 3h12v8H2zM5.5 13.5h5',
  fullScreen: 'M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10',
  settings: 'M2 4.5h7M12 4.5h2M9 3v3h3V3zM2 11.5h2M7 11.5h7M4 10v3h3v-3z',
  theme: 'M8 2.5a5.5 5.5 0 1 0 0 11zM8 2.5a5.5 5.5 0 0 1 0 11',
  keyboard: 'M1.5 4.5h13v7h-13zM4 7h.01M6.7 7h.01M9.3 7h.01M12 7h.01M5 9.5h6',
  close: 'M4 4l8 8M12 4l-8 8',
  open: 'M2 13V3.5h4l1.5 2H14V13z',
  camera: 'M2 4.5h8.5v7H2zM10.5 7.2L14 5v6l-3.5-2.2z',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  save: 'M8 2.5v7.5M4.8 7L8 10.2 11.2 7M2.5 13.5h11',
  clear: 'M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.6 9h5.8l.6-9',
  compare: 'M2.5 3h4.5v10H2.5zM9 3h4.5v10H9z',
  warning: 'M8 2.2L14.6 13.5H1.4zM8 6.5v3.2M8 11.4h.01',
  down: 'M3 6l5 5 5-5',
  again: 'M13 8a5 5 0 1 1-1.5-3.5M13 2.5v3h-3',
} as const

export type IconName = keyof typeof paths

/** Decoration: whoever uses it gives the name to the control around it. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width="16"
      height="16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      aria-hidden="true"
    >
      <path d={paths[name]} strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  )
}
