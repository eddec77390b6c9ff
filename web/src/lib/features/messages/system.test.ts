// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import type { SystemBody } from '#lib/api/types.ts';
import { i18n } from '#lib/app/i18n.svelte.ts';
import { ANA, CHIDI, DANA, GIL, system } from './samples.ts';
import { callName, systemWords } from './system.ts';

const NAMES: Record<string, string> = { [ANA]: 'Ana', [CHIDI]: 'Chidi', [DANA]: 'Dana', [GIL]: 'Gil' };
const words = (sender: string, body: Partial<SystemBody> & Pick<SystemBody, 'action'>, me = ANA): string =>
  systemWords(system(5, sender, body), me, (id) => NAMES[id] ?? id).join(' | ');

test.each<[string, Partial<SystemBody> & Pick<SystemBody, 'action'>, string, string]>([
  [DANA, { action: 'added', members: [GIL] }, 'Dana added Gil', 'Dana añadió a Gil'],
  [DANA, { action: 'added', members: [ANA] }, 'Dana added you', 'Dana te añadió'],
  [DANA, { action: 'added', members: [GIL, ANA, CHIDI] }, 'Dana added you, Gil, and Chidi', 'Dana te añadió a ti, a Gil y a Chidi'],
  [ANA, { action: 'added', members: [GIL, CHIDI] }, 'You added Gil and Chidi', 'Añadiste a Gil y a Chidi'],
  [ANA, { action: 'left' }, 'You left', 'Saliste'],
  [GIL, { action: 'joined', members: [GIL] }, 'Gil joined', 'Gil se unió'],
  [DANA, { action: 'removed', members: [ANA] }, 'Dana removed you', 'Dana te quitó'],
  [ANA, { action: 'removed', members: [GIL] }, 'You removed Gil', 'Quitaste a Gil'],
  [DANA, { action: 'role', members: [GIL], role: 'admin' }, 'Gil is an admin now', 'Gil administra ahora el grupo'],
  [DANA, { action: 'role', members: [ANA], role: 'owner' }, 'You are an owner now', 'Ahora el grupo también es tuyo'],
  [ANA, { action: 'title', title: 'Lake house' }, 'You named the group “Lake house”', 'Llamaste al grupo «Lake house»'],
  [DANA, { action: 'history', history: 'joined' }, 'New members see messages from when they join', 'Los nuevos miembros ven los mensajes desde que entran'],
  [DANA, { action: 'call', call: { video: false, outcome: 'missed', duration_s: 0 } }, 'Missed call', 'Llamada perdida'],
  [ANA, { action: 'call', call: { video: true, outcome: 'missed', duration_s: 0 } }, 'Video call, not answered', 'Videollamada sin respuesta'],
  [DANA, { action: 'call', call: { video: true, outcome: 'ended', duration_s: 3727 } }, 'Video call, 1:02:07', 'Videollamada, 1:02:07'],
  [ANA, { action: 'call', call: { video: false, outcome: 'ended', duration_s: 192 } }, 'Call, 3:12', 'Llamada, 3:12'],
  [ANA, { action: 'call', call: { video: false, outcome: 'declined', duration_s: 0 } }, 'Call, declined', 'Llamada rechazada'],
  [DANA, { action: 'call', call: { video: false, outcome: 'failed', duration_s: 0 } }, 'Call, no connection', 'Llamada sin conexión'],
  [
    DANA,
    { action: 'created', title: 'Lake house', members: [GIL, ANA] },
    'Dana made the group “Lake house” | Dana added you and Gil',
    'Dana creó el grupo «Lake house» | Dana te añadió a ti y a Gil'
  ]
])('%s %o in both languages', (sender, body, en, es) => {
  i18n.set('en');
  expect(words(sender, body)).toBe(en);
  i18n.set('es');
  expect(words(sender, body)).toBe(es);
  i18n.set('en');
});

test('a long list names a few and counts the others, and never shows an id', () => {
  const members = [GIL, CHIDI, DANA, 'e', 'f', 'g'];
  expect(words(ANA, { action: 'added', members })).toBe('You added Gil, Chidi, Dana, and 3 other people');
  expect(words(ANA, { action: 'added', members: [GIL, CHIDI, DANA, CHIDI] })).toBe('You added Gil, Chidi, Dana, and Chidi');
});

test('somebody is called by their first name, unless that is only a letter or a title', () => {
  expect(callName('Fatou Diallo')).toBe('Fatou');
  expect(callName('J Adeyemi')).toBe('J Adeyemi');
  expect(callName('Dr. Weiss')).toBe('Dr. Weiss');
  expect(callName('李小龙')).toBe('李小龙');
});
