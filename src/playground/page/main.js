import { render } from 'lit-html';
import { commandsIn } from './commands.js';
import { draftOf, draftSample } from './draft.js';
import { connect, fetchPeople } from './server.js';
import { onUpdate, state, TEXT, update } from './state.js';
import { applyTheme } from './theme.js';
import { app } from './views/app.js';
import { focusSend } from './views/composer.js';

const root = /** @type {HTMLElement} */ (document.getElementById('app'));

/** The channel in the address, so that going back and reloading lead there. */
const hash = () => `#${[state.channelId, state.threadId].filter(Boolean).join('/')}`;

function follow() {
  const [channelId = '', threadId = ''] = location.hash.slice(1).split('/');
  if (state.channels.has(channelId))
    update({ channelId, threadId: state.channels.has(threadId) ? threadId : '' });
}

onUpdate(() => {
  render(app(), root);
  if (state.channelId && location.hash !== hash()) history.pushState(null, '', hash());
});
addEventListener('popstate', follow);
addEventListener('hashchange', follow);

/** A newcomer first sees an edit that is ready to send. */
async function prepare() {
  const { channelId } = state;
  const isFresh = state.messages.size === 0 && state.channels.get(channelId)?.type === TEXT;
  if (!isFresh || draftOf(channelId).command) return;
  await draftSample(channelId, { from: 'horse', to: 'zebra' });
  focusSend(channelId);
}

let prepared = '';

/** Asks for the commands of a channel as soon as it is open, and again whenever they change. */
onUpdate(() => {
  const { channelId, me } = state;
  if (!state.channels.has(channelId) || state.commands[channelId]) return;
  commandsIn(channelId).then(commands => {
    if (commands.length === 0 || prepared === me) return;
    prepared = me;
    prepare();
  });
});

applyTheme();
const people = await fetchPeople();
const remembered = sessionStorage.getItem('user');
const me = people.find(({ id }) => id === remembered) ?? people[0];
const [channelId = '', threadId = ''] = location.hash.slice(1).split('/');
update({ me: me.id, channelId: channelId || me.channelId, threadId });
connect(me.id);
