import tseslint from 'typescript-eslint'

/** The rooms of native-models and what each may import from (architecture: arrows point one way). */
const rooms = {
  graph: [],
  networks: ['graph'],
  weights: ['graph'],
  engines: ['graph'],
  video: [],
  recognition: ['graph', 'networks', 'weights', 'engines', 'video', 'models'],
  models: ['graph', 'networks', 'weights'],
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
              .join('|')})/`,
            message: `native-models/${room} may import from: ${allowed.join(', ') || 'nothing but itself'}.`,
          },
        ],
      },
    ],
  },
}))

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/'] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['*.js', 'scripts/*.js'] } } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-floating-promises': ['error', { allowForKnownSafeCalls: ['test', 'describe', 'it'] }],
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'Name what you export.' }],
    },
  },
  { files: ['*.js'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['**/*.js'], extends: [tseslint.configs.disableTypeChecked] },
  ...roomRules,
)
