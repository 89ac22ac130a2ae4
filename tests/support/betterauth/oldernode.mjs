// What Debian 12's Node 18 lacks among its globals, and better-auth and the server here look for. Imported before them.
import { webcrypto } from 'node:crypto';

globalThis.crypto ??= webcrypto;
// Cookies come as one text there: a comma begins another one where a name and "=" follow, as in no date.
Headers.prototype.getSetCookie ??= function () {
  return this.get('set-cookie')?.split(/, (?=[^;,=\s]+=)/) ?? [];
};
