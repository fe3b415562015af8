/** @import { Channel } from '../state.js' */
import { html } from 'lit-html';
import { attempt } from '../server.js';
import { open } from './sidebar.js';

/** A form for a post in a forum. @param {Channel} forum */
export function newPost(forum) {
  const submit = async (/** @type {Event & { target: HTMLFormElement }} */ event) => {
    event.preventDefault();
    const form = event.target;
    const data = new FormData(form);
    const files = data.getAll('files').filter(file => file instanceof File && file.size > 0);
    const content = String(data.get('content'));
    const post = await attempt(
      { act: 'post', channelId: forum.id, title: String(data.get('title')), content },
      /** @type {File[]} */ (files),
    );
    if (!post) return;
    form.reset();
    open(post);
  };
  return html`<form class="new-post" @submit=${submit}>
    <label>Title <input name="title" required maxlength="100" placeholder="My farm" /></label>
    <label>Text <input name="content" required placeholder="Who can put a zebra in?" /></label>
    <label>Picture <input name="files" type="file" accept="image/*" /></label>
    <button class="button primary">Post</button>
  </form>`;
}
