import tseslint from 'typescript-eslint'

/** The rooms of native-models and what each may import from (architecture: arrows point one way). */
const rooms = {
  graph: [],
  networks: ['graph'],
  weights: ['graph'],
  engines: ['graph'],
  video: [],
  labels: [],
  disk: [],
  exports: ['recognition'],
  recognition: ['graph', 'networks', 'weights', 'engines', 'video', 'models'],
  teaching: ['graph', 'networks', 'weights', 'engines', 'video', 'models', 'recognition'],
  models: ['graph', 'networks', 'weights', 'labels', 'disk'],
  protocol: [],
  host: ['engines', 'video', 'models', 'recognition', 'teaching', 'protocol'],
}

const roomRules = Object.entries(rooms).map(([room, allowed]) => ({
  files: [`native-models/${room}/**/*.ts`],
  ignores: ['**/*.test.ts'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: `^(\\.\\./)+(${Object.keys(rooms)
              .filter((other) => other !== room && !allowed.includes(other))
              .join('|')})(/|\\.ts$)`,
            message: `native-models/${room} may import from: ${allowed.join(', ') || 'nothing but itself'}.`,
          },
        ],
      },
    ],
  },
}))

/** The rooms of the renderer and what each may import from: views know nothing of each other, and no arrow runs up. */
const shared = ['shell', 'recognizer', 'store', 'drawing']
const view = [...shared, 'page', 'parts']
const rendererRooms = {
  shell: [],
  recognizer: ['shell'],
  store: ['shell', 'recognizer'],
  drawing: [],
  page: shared,
  parts: [...shared, 'page'],
  live: view,
  files: view,
  models: view,
  settings: view,
  app: [...view, 'live', 'files', 'models', 'settings'],
}

/** By depth: `../files/` is the view from live/live-view.tsx, and a folder of the page from page/live/live.ts. */
const rendererRoomRules = Object.entries(rendererRooms).flatMap(([room, allowed]) =>
  [1, 2, 3].map((depth) => ({
    files: [`renderer/${room}/${'*/'.repeat(depth - 1)}*.{ts,tsx}`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: `^(\\.\\./){${depth}}(main\\.tsx$|(${Object.keys(rendererRooms)
                .filter((other) => other !== room && !allowed.includes(other))
                .join('|')})/)`,
              message: `renderer/${room} may import from: ${allowed.join(', ') || 'nothing but itself'}.`,
            },
            ...(room === 'page' || shared.includes(room)
              ? [{ regex: '^react|\\.(tsx|css)$', message: `renderer/${room} knows no React.` }]
              : []),
          ],
        },
      ],
    },
  })),
)

/** What every room of the renderer may import: texts, commands, and the like, which import no room. */
const rendererRootRules = [
  {
    files: ['renderer/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^\\./.*/|^react', message: 'Below the rooms: it imports none of them.' }] },
      ],
    },
  },
]

/** The page and the recognizer know of each other what crosses the port, and no more. */
const borderRules = [
  {
    // Types of any room describe messages; code of another room would come into the page with them.
    files: ['native-models/protocol/**/*.ts', 'native-models/protocol.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': 'off',
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(\\.\\./(?!choices\\.ts$)|\\./(?!protocol/)(?=.*/)|node:)',
              allowTypeImports: true,
              message:
                'The protocol imports nothing of the other rooms but types; and choices.ts, which imports nothing.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['renderer/**/*.{ts,tsx}'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: 'native-models/(?!protocol(/|\\.ts$)|choices\\.ts$|exports/|video/preprocess\\.ts$)',
              message: 'The renderer imports the protocol, the choices, the export formats and the one preprocessing.',
            },
            {
              regex: 'native-models/protocol(?!/(from-host|wire|zod)\\.ts$)',
              allowTypeImports: true,
              message: 'Of the protocol the renderer imports types, what validates messages, and how they are written.',
            },
            { regex: '(electron|server)/', message: 'The renderer knows its shell by renderer/shell alone.' },
          ],
        },
      ],
    },
  },
]

/** Both shells know the page by what it asks of them: plain values, commands, texts. */
const shellRules = [
  {
    files: ['electron/**/*.{ts,cts}', 'server/**/*.ts', 'serving/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex:
                'renderer/(?!(commands|texts|shell/values|shell/bridge|shell/video-names|shell/model-names)\\.ts$)',
              message: 'Of the renderer a shell imports commands, texts and the values that cross.',
            },
          ],
        },
      ],
    },
  },
]

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/'] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: { allowDefaultProject: ['*.js', 'scripts/*.js', 'vite.config.ts'] } },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-floating-promises': ['error', { allowForKnownSafeCalls: ['test', 'describe', 'it'] }],
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'Name what you export.' }],
    },
  },
  { files: ['*.js', 'vite.config.ts', '**/playwright.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['**/*.js'], extends: [tseslint.configs.disableTypeChecked] },
  ...roomRules,
  ...rendererRoomRules,
  ...rendererRootRules,
  ...borderRules,
  ...shellRules,
)
