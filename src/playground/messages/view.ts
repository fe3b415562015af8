import {
  type APIAttachment,
  type APIEmbed,
  type APIMessage,
  ComponentType,
  MessageFlags,
} from 'discord-api-types/v10';
import { attachmentView } from '../world/files.ts';
import type { StoredMessage, World } from '../world/world.ts';

/** A media item as a request has it: an address, or `attachment://` and a file's name. */
interface Media {
  readonly url: string;
}

const SCHEME = 'attachment://';

const named = (attachments: readonly APIAttachment[], url: string): APIAttachment | undefined =>
  url.startsWith(SCHEME)
    ? attachments.find(({ filename }) => filename === url.slice(SCHEME.length))
    : undefined;

function embedMedia(attachments: readonly APIAttachment[], media: Media) {
  const file = named(attachments, media.url);
  if (file === undefined) return { ...media, ...(URL.canParse(media.url) && { proxy_url: media.url }) };
  const { url, proxy_url, width, height, content_type } = file;
  return { url, proxy_url, content_type, ...(width != null && height != null && { width, height }) };
}

const embedView = (attachments: readonly APIAttachment[], embed: APIEmbed): APIEmbed => ({
  ...embed,
  ...(embed.image && { image: embedMedia(attachments, embed.image) }),
  ...(embed.thumbnail && { thumbnail: embedMedia(attachments, embed.thumbnail) }),
});

/** A media item in a response: its address, size and kind. */
function unfurl(attachments: readonly APIAttachment[], { url }: Media) {
  const file = named(attachments, url);
  return {
    id: file?.id ?? '0',
    url: file?.url ?? url,
    proxy_url: file?.proxy_url ?? url,
    width: file?.width ?? null,
    height: file?.height ?? null,
    content_type: file?.content_type ?? null,
    ...(file && { attachment_id: file.id }),
  };
}

interface Shown {
  readonly type: ComponentType;
  readonly media?: Media;
  readonly file?: Media;
  readonly items?: readonly (Media & { media: Media; description?: string; spoiler?: boolean })[];
  readonly components?: readonly Shown[];
  readonly accessory?: Shown;
}

/** A component with every `attachment://` replaced by the file's address. */
function componentView(attachments: readonly APIAttachment[], component: Shown): Shown {
  const inner = (child: Shown) => componentView(attachments, child);
  const { media, file, items, components, accessory } = component;
  const named = file && attachments.find(({ filename }) => file.url === SCHEME + filename);
  return {
    ...component,
    ...(media && { media: unfurl(attachments, media) }),
    ...(file && {
      file: unfurl(attachments, file),
      name: named?.filename ?? null,
      size: named?.size ?? null,
    }),
    ...(items && {
      items: items.map(({ media, description = null, spoiler = false }) => ({
        media: unfurl(attachments, media),
        description,
        spoiler,
      })) as unknown as NonNullable<Shown['items']>,
    }),
    ...(components && { components: components.map(inner) }),
    ...(accessory && { accessory: inner(accessory) }),
  };
}

/** The message as the API shows it now: addresses are signed anew, and a thread that hangs on it is in it. */
export function messageView(world: World, { message, attachments, visibleTo }: StoredMessage): APIMessage {
  const files = attachments.map(attachment => attachmentView(world, attachment, visibleTo !== undefined));
  const isV2 = Boolean((message.flags ?? 0) & MessageFlags.IsComponentsV2);
  const embedded = new Set(
    message.embeds
      .flatMap(({ image, thumbnail }) => [image?.url, thumbnail?.url])
      .map(url => named(files, url ?? '')?.id),
  );
  const thread = world.channels.get(message.id);
  return {
    ...message,
    // What an embed shows is not listed again below it.
    attachments: isV2 ? files : files.filter(({ id }) => !embedded.has(id)),
    embeds: message.embeds.map(embed => embedView(files, embed)),
    components: (message.components ?? []).map(component =>
      componentView(files, component as unknown as Shown),
    ) as unknown as NonNullable<APIMessage['components']>,
    ...(thread &&
      message.channel_id !== thread.id && { thread: thread as NonNullable<APIMessage['thread']> }),
  };
}

/** Whether anything of a message is of a kind that shows, such as text or pictures. */
export const isEmpty = ({
  content,
  embeds,
  components,
}: Pick<APIMessage, 'content' | 'embeds' | 'components'>) =>
  content === '' && embeds.length === 0 && (components ?? []).length === 0;

/** Text of a message wherever it stands: content, embeds and text displays. */
export function textOf({ content, embeds, components }: APIMessage): string {
  const shown = (component: Shown & { content?: string }): string[] => [
    component.type === ComponentType.TextDisplay ? (component.content ?? '') : '',
    ...(component.components ?? []).flatMap(shown),
    ...(component.accessory ? shown(component.accessory) : []),
  ];
  return [
    content,
    ...embeds.flatMap(({ title, description, fields, footer, author }) => [
      author?.name,
      title,
      description,
      ...(fields ?? []).flatMap(({ name, value }) => [name, value]),
      footer?.text,
    ]),
    ...(components ?? []).flatMap(component => shown(component as unknown as Shown)),
  ]
    .filter(Boolean)
    .join('\n');
}
