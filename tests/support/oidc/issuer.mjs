// A certified OpenID provider on a free port of 127.0.0.1, for the tests. It prints "listening on http://127.0.0.1:PORT", which
// is its issuer, and ends with SIGTERM. Its sign-in form takes any password: the name is the person's email, verified unless
// it begins with "unverified".
//
//   --client-id ID        the client (keysteward)
//   --client-secret S     its secret; without one it is a public client
//   --auth METHOD         how it proves the secret: client_secret_basic (default) or client_secret_post
//   --redirect-uri URI    where it is called back; of a loopback address any port fits
//   --alg ALG             what signs its ID tokens: RS256 (default), PS256 or ES256
//   --email-in-token      the email stands in the ID token, not only at the userinfo endpoint
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import Provider from 'oidc-provider';

const { values: given } = parseArgs({
  options: {
    'client-id': { type: 'string', default: 'keysteward' },
    'client-secret': { type: 'string' },
    auth: { type: 'string', default: 'client_secret_basic' },
    'redirect-uri': { type: 'string', default: 'http://127.0.0.1/api/v1/sign-in/browser/callback' },
    alg: { type: 'string', default: 'RS256' },
    'email-in-token': { type: 'boolean', default: false },
  },
});

function newKey(kid, alg) {
  const pair = alg === 'ES256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...pair.privateKey.export({ format: 'jwk' }), kid, alg, use: 'sig' };
}

const clientAuth = given['client-secret'] ? given.auth : 'none';
const configuration = {
  clients: [{
    client_id: given['client-id'],
    ...(given['client-secret'] ? { client_secret: given['client-secret'] } : {}),
    token_endpoint_auth_method: clientAuth,
    application_type: 'native',
    redirect_uris: [given['redirect-uri']],
    id_token_signed_response_alg: given.alg,
  }],
  claims: { openid: ['sub'], email: ['email', 'email_verified'] },
  clientAuthMethods: [clientAuth],
  conformIdTokenClaims: !given['email-in-token'],
  cookies: { keys: [randomBytes(32).toString('hex')] },
  enabledJWA: { idTokenSigningAlgValues: ['RS256', 'PS256', 'ES256'] },
  findAccount: (context, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: id, email_verified: !id.startsWith('unverified') }),
  }),
  jwks: { keys: [newKey('rsa', 'RS256'), newKey('pss', 'PS256'), newKey('ec', 'ES256')] },
  pkce: { required: () => true },
  ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
};

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  server.on('request', new Provider(issuer, configuration).callback());
  console.log(`listening on ${issuer}`);
});
process.on('SIGTERM', () => process.exit(0));
