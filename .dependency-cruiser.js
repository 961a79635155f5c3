// The fence between the rooms (docs: DESIGN of the house, §3). Each rule has a planted violation in tests/fence/fence.test.ts.

const ROOMS = [
  'territory',
  'agencies',
  'people',
  'calendars',
  'administration',
  'documents',
  'payments',
  'notices',
  'procedures',
  'dossiers',
  'appointments',
  'surveys',
  'feedback',
  'registries',
  'sharing',
  'duties',
  'programme',
  'indicators',
]

const TESTS = '[.](test|fixture)[.]tsx?$'
const FACE = '^modules/[^/]+/(index|contract)[.]ts$'
const SCHEMA_LIBRARY = '^node_modules/typebox/'

/** The files of one kind in every room: `store.ts`, or the folder `store/` that it has grown into. The room is captured. */
const every = (...kinds) => `^modules/([^/]+)/(?:${kinds.join('|')})(?:[.]ts$|/)`
/** The files of one kind in the room that was captured. */
const own = (...kinds) => `^modules/$1/(?:${kinds.join('|')})(?:[.]ts$|/)`

const rule = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to })

const roomsInOrder = ROOMS.slice(0, -1).map((room, place) =>
  rule(
    'rooms-in-order',
    `Rooms are one order (${ROOMS.join(', ')}): a later one calls an earlier one, never back. What must react follows the ledger.`,
    { path: `^modules/${room}/`, pathNot: every('followers') },
    { path: `^modules/(${ROOMS.slice(place + 1).join('|')})/` },
  ),
)

export default {
  forbidden: [
    rule(
      'no-cycles',
      'Two files that need each other are one file, or a third one is missing.',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    rule(
      'no-orphans',
      'Nobody imports it: delete it.',
      {
        orphan: true,
        path: '^(kernel|platform|modules|connectors|web)/',
        pathNot: '[.]d[.]ts$',
      },
      {},
    ),
    rule('no-missing-files', 'The import leads nowhere.', {}, { couldNotResolve: true }),
    rule(
      'no-development-packages',
      'A server installed without development packages has to start.',
      { path: '^(kernel|platform|modules|connectors)/' },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    ),

    rule(
      'kernel-imports-nothing',
      'The kernel is plain values.',
      { path: '^kernel/' },
      { pathNot: ['^kernel/', '^(node:)?crypto$'] },
    ),
    rule(
      'platform-knows-no-government',
      'If the platform needs a room, the thing belongs in the room.',
      { path: '^platform/' },
      { path: '^(modules|connectors|web|main|content|tests|bench)/' },
    ),
    rule(
      'platform-by-the-face',
      'A part of the platform is reached by its index.ts.',
      { path: '^(?!platform/)' },
      { path: '^platform/', pathNot: '^platform/[^/]+/index[.]ts$' },
    ),
    rule(
      'platform-parts-by-the-face',
      'A part of the platform is reached by its index.ts.',
      { path: '^platform/([^/]+)/' },
      { path: '^platform/', pathNot: ['^platform/$1/', '^platform/[^/]+/index[.]ts$'] },
    ),

    rule(
      'rooms-are-known',
      'A new room takes its place in the order of this file first.',
      { path: '^modules/', pathNot: `^modules/(${ROOMS.join('|')})/` },
      {},
    ),
    ...roomsInOrder,
    rule(
      'by-the-front-door',
      'Another room is reached only by its index.ts (what it does) or contract.ts (its shapes).',
      { path: '^modules/([^/]+)/' },
      { path: '^modules/', pathNot: ['^modules/$1/', FACE] },
    ),
    rule(
      'rooms-know-no-outside',
      'A room never knows who listens: it records, and the others follow the ledger.',
      { path: '^modules/' },
      { path: '^(connectors|main|web|tests|bench)/' },
    ),
    rule(
      'contracts-are-shapes',
      'contract.ts holds what goes over the wire and nothing that runs.',
      { path: every('contract') },
      { pathNot: ['^kernel/', own('contract'), SCHEMA_LIBRARY] },
    ),
    rule(
      'domain-is-pure',
      'domain.ts decides; it reads no clock, no database, no request.',
      { path: every('domain') },
      { pathNot: ['^kernel/', own('contract', 'domain')] },
    ),
    rule(
      'facts-are-pure',
      'fact.ts says in what cells a case counts, from the case alone.',
      { path: every('fact') },
      { pathNot: ['^kernel/', '^platform/cells/', own('contract', 'domain', 'fact')] },
    ),
    rule(
      'access-is-pure',
      'access.ts says who may do what; it is a sentence, not a query.',
      { path: every('access') },
      { pathNot: ['^kernel/', own('contract', 'domain', 'access')] },
    ),
    rule(
      'store-knows-only-sql',
      'store.ts turns rows into values and back; it decides nothing.',
      { path: every('store') },
      { pathNot: ['^kernel/', '^platform/', own('contract', 'domain', 'store')] },
    ),
    rule(
      'store-knows-only-sql',
      'store.ts may name the types of what it keeps; of the platform it calls the database alone.',
      { path: every('store') },
      { path: '^platform/', pathNot: '^platform/db/', dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'http-is-thin',
      'http.ts has a schema in, a call of the service, a schema out.',
      { path: every('http') },
      { path: '^modules/', pathNot: own('contract', 'service', 'access', 'http') },
    ),
    rule(
      'http-is-thin',
      'http.ts may name the types that it hands on; of the platform it calls http alone.',
      { path: every('http') },
      { path: '^platform/', pathNot: '^platform/http/', dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'followers-follow',
      'followers.ts reacts with its own service, and knows of other rooms only their contracts.',
      { path: every('followers') },
      {
        path: '^modules/',
        pathNot: [own('contract', 'domain', 'service', 'followers'), '^modules/[^/]+/contract[.]ts$'],
      },
    ),
    rule(
      'nobody-imports-http',
      'Routes are a way in, never a way across.',
      { path: '^(modules|connectors)/', pathNot: ['^modules/[^/]+/index[.]ts$', every('http')] },
      { path: every('http') },
    ),
    rule(
      'nobody-imports-followers',
      'Followers are started by main, through the face of the room.',
      { path: '^(modules|connectors)/', pathNot: ['^modules/[^/]+/index[.]ts$', every('followers')] },
      { path: every('followers') },
    ),

    rule(
      'connectors-use-the-front-door',
      'Outside systems see a room only by its face.',
      { path: '^connectors/' },
      { path: '^modules/', pathNot: FACE },
    ),
    rule(
      'connectors-stand-alone',
      'A connector knows its own outside system and no other, and nobody above it.',
      { path: '^connectors/([^/]+)/' },
      { path: '^(connectors|main|web|tests|bench)/', pathNot: '^connectors/$1/' },
    ),

    rule(
      'screens-see-contracts-only',
      'A screen knows shapes, not tables: everything else comes over the API.',
      { path: '^web/' },
      {
        path: '^(modules|platform|connectors|main|tests|bench)/',
        pathNot: '^(?:modules|connectors)/[^/]+/contract[.]ts$',
      },
    ),
    rule(
      'screens-share-by-the-kit',
      'What two screens share lives in web/kit.',
      { path: '^web/([^/]+)/' },
      { path: '^web/', pathNot: ['^web/$1/', '^web/kit/'] },
    ),
    rule(
      'tests-stay-outside',
      'What runs for people imports nothing that is made for tests.',
      {
        path: '^(kernel|platform|modules|connectors|web|main)/',
      },
      { path: '^(tests|bench)/' },
    ),
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: [TESTS, '^(build|data|[.]react-router)/', '[.]css', '^virtual:', '/[+]types/'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js'],
    },
  },
}
