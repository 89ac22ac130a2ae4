// A real better-auth server with its API key plugin on a free port of 127.0.0.1, for the tests, with a gateway's calls
// beside it that take the keys. It prints one line of JSON, {"address","people","organizations"}, and ends with SIGTERM.
// Everything lives in memory. 1.7.5 has keys of organizations, 1.4.22 keys of people.
//
//   --no-bearer          sessions by cookie only
//   --no-device          no sign-in by a code that is typed in a browser
//   --permissions LIST   what every new key gets (read)
//   --limit-calls        with the limiter of calls that production has
//
// What a person at the server could do stands under /test/, as POST of JSON:
//   /test/fill {"email","organization","count"}   makes keys; /test/expire {"key"} lets one's end pass
//   /test/approve {"email","userCode","deny"}     answers a code as that person
//   /test/totp {"email"}                          the code that an authenticator shows now
//   /test/seen {}                                 what was asked so far, without any values
import './oldernode.mjs';

import { createHmac, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import { toNodeHandler } from 'better-auth/node';
import * as plugins from 'better-auth/plugins';

const { values: given } = parseArgs({
  options: {
    'no-bearer': { type: 'boolean', default: false },
    'no-device': { type: 'boolean', default: false },
    permissions: { type: 'string', default: 'read' },
    'limit-calls': { type: 'boolean', default: false },
  },
});

const ofOrganizations = !plugins.apiKey;
const apiKey = plugins.apiKey ?? (await import('@better-auth/api-key')).apiKey;
const database = Object.fromEntries(
  ['user', 'session', 'account', 'verification', 'organization', 'member', 'invitation', 'apikey', 'twoFactor', 'deviceCode', 'rateLimit']
    .map((table) => [table, []]));
const people = {};
const organizations = {};
const seen = [];
let address;
let auth;

function configure() {
  auth = betterAuth({
    baseURL: address,
    secret: randomBytes(32).toString('hex'),
    database: memoryAdapter(database),
    logger: { disabled: true },
    telemetry: { enabled: false },
    emailAndPassword: { enabled: true },
    rateLimit: { enabled: given['limit-calls'], storage: 'memory' },
    plugins: [
      plugins.organization(),
      plugins.twoFactor({ issuer: 'Acme' }),
      apiKey({
        defaultPrefix: 'wa_',
        ...(ofOrganizations ? { references: 'organization' } : {}),
        rateLimit: { enabled: false },
        permissions: { defaultPermissions: { gateway: given.permissions.split(',') } },
      }),
      ...(given['no-bearer'] ? [] : [plugins.bearer()]),
      ...(given['no-device'] ? [] : [plugins.deviceAuthorization({ interval: '1s', schema: {} })]),
    ],
  });
}

// One call as a browser would make it.
async function call(method, path, body, cookie) {
  const headers = { origin: address, ...(body ? { 'content-type': 'application/json' } : {}), ...(cookie ? { cookie } : {}) };
  const reply = await auth.handler(new Request(`${address}/api/auth${path}`, { method, headers, body: body && JSON.stringify(body) }));
  const text = await reply.text();
  if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${text}`);
  const cookies = reply.headers.getSetCookie().map((line) => line.split(';')[0]).filter((pair) => !pair.endsWith('='));
  return { value: text && JSON.parse(text), cookie: cookies.join('; ') };
}

async function addPerson(email, name) {
  const password = randomBytes(12).toString('hex');
  const { value, cookie } = await call('POST', '/sign-up/email', { email, name, password });
  people[email] = { id: value.user.id, password, cookie };
}

async function addOrganization(slug, name, owner, others = {}) {
  const { value } = await call('POST', '/organization/create', { name, slug }, people[owner].cookie);
  organizations[slug] = value.id;
  for (const [email, role] of Object.entries(others))
    await auth.api.addMember({ body: { organizationId: value.id, userId: people[email].id, role } });
}

function totp(uri) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...new URL(uri).searchParams.get('secret')].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const secret = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000)));
  const digest = createHmac('sha1', secret).update(counter).digest();
  const at = digest.at(-1) & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1000000).padStart(6, '0');
}

async function protectTwice(email) {
  const person = people[email];
  const { value } = await call('POST', '/two-factor/enable', { password: person.password }, person.cookie);
  person.totp = value.totpURI;
  person.backupCodes = value.backupCodes;
  person.cookie = (await call('POST', '/two-factor/verify-totp', { code: totp(value.totpURI) }, person.cookie)).cookie;
}

const deeds = {
  async fill({ email, organization, count }) {
    const owner = ofOrganizations ? { organizationId: organizations[organization] } : {};
    const { value } = await call('POST', '/api-key/create', { name: 'made 1', ...owner }, people[email].cookie);
    const made = database.apikey.find((row) => row.id === value.id);
    for (let number = 2; number <= count; ++number) {
      const word = randomBytes(16).toString('hex');
      database.apikey.push({ ...made, id: word, key: word, name: `made ${number}`, createdAt: new Date(Date.now() + number) });
    }
    return {};
  },
  async expire({ key }) {
    database.apikey.find((row) => row.id === key).expiresAt = new Date(Date.now() - 5000);
    return {};
  },
  async approve({ email, userCode, deny }) {
    await call('GET', `/device?user_code=${userCode}`, undefined, people[email].cookie);
    return (await call('POST', deny ? '/device/deny' : '/device/approve', { userCode }, people[email].cookie)).value;
  },
  async totp({ email }) {
    return { code: totp(people[email].totp) };
  },
  async seen() {
    return { calls: seen };
  },
};

const capabilities = {
  'GET /api/v1/oauth-apps': 'read',
  'GET /api/v1/chats': 'read',
  'GET /api/v1/sessions': 'manage',
  'POST /api/v1/messages': 'send',
  'POST /api/v1/realtime/ticket': 'events',
};

// The gateway's own answers: a key is known or not, and may do a thing or not.
async function use(request) {
  const needed = capabilities[`${request.method} ${new URL(request.url, address).pathname}`];
  if (!needed) return [404, { error: { code: 'not_found', message: 'no such route' } }];
  const key = request.headers['x-api-key'] ?? request.headers.authorization?.replace(/^Bearer /, '');
  const verdict = key ? await auth.api.verifyApiKey({ body: { key } }) : { valid: false };
  if (!verdict.valid) return [401, { error: { code: 'unauthorized', message: 'unknown or unusable key' } }];
  const held = verdict.key.permissions?.gateway ?? [];
  if (!held.includes(needed)) return [403, { error: { code: 'forbidden', message: `missing required capability: ${needed}` } }];
  return [200, { data: [] }];
}

async function bodyOf(request) {
  let text = '';
  for await (const piece of request) text += piece;
  return text ? JSON.parse(text) : {};
}

function answer(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

const server = createServer();
server.listen(0, '127.0.0.1', async () => {
  address = `http://127.0.0.1:${server.address().port}`;
  configure();
  await addPerson('olivia@example.com', 'Olivia Owner');
  await addPerson('mark@example.com', 'Mark Member');
  await addPerson('tess@example.com', 'Tess Twice');
  await addOrganization('acme', 'Acme Support', 'olivia@example.com', { 'mark@example.com': 'member' });
  await addOrganization('beta', 'Beta Sales', 'mark@example.com', { 'olivia@example.com': 'admin' });
  await addOrganization('twice', 'Twice Sure', 'tess@example.com');
  await protectTwice('tess@example.com');
  const takeAuth = toNodeHandler(auth);
  server.on('request', async (request, response) => {
    const path = new URL(request.url, address).pathname;
    try {
      if (path.startsWith('/test/'))
        return answer(response, 200, await deeds[path.slice('/test/'.length)](await bodyOf(request)));
      seen.push({ method: request.method, path, headers: Object.keys(request.headers), origin: request.headers.origin ?? null });
      request.headers['x-forwarded-for'] ??= '127.0.0.1'; // as a proxy would: callers are limited by their addresses
      if (path.startsWith('/api/auth/')) return await takeAuth(request, response);
      if (path.startsWith('/api/v1/')) return answer(response, ...await use(request));
      return answer(response, 404, { error: { code: 'not_found', message: 'nothing here' } });
    } catch (error) {
      console.error(error);
      answer(response, 500, {});
    }
  });
  const known = Object.fromEntries(Object.entries(people).map(([email, { id, password, backupCodes }]) => [email, { id, password, backupCodes }]));
  console.log(JSON.stringify({ address, people: known, organizations }));
});
process.on('SIGTERM', () => process.exit(0));
