/**
 * The tables, as steps that are each taken once and in this order; a step that was released is never changed.
 * They lie in a schema of their own, since the queue may live in the same database.
 */
export const MIGRATIONS: readonly string[] = [
  `
  create table inlay.edits (
    id text primary key,
    interaction_id text not null unique,
    user_id text not null,
    guild_id text,
    locale text not null,
    layout text not null,
    parent_id text references inlay.edits on delete set null,
    source text not null,
    source_name text not null,
    pack text,
    base jsonb not null,
    runs jsonb not null,
    note text,
    private boolean not null default false,
    size_limit integer not null,
    place jsonb not null,
    overlay_id text,
    state text not null default 'asked',
    result jsonb,
    charge integer not null default 0,
    charged_until timestamptz,
    created_at timestamptz not null default now(),
    finished_at timestamptz
  );
  create index on inlay.edits (user_id, created_at desc);
  create index on inlay.edits (state) where finished_at is null;

  create table inlay.deliveries (
    edit_id text primary key references inlay.edits on delete cascade,
    channel_id text,
    message_id text,
    attempted_at timestamptz not null default now(),
    posted_at timestamptz
  );

  create table inlay.settings (guild_id text primary key, settings jsonb not null);

  create table inlay.words (
    user_id text not null,
    field text not null,
    word text not null,
    used_at timestamptz not null default now(),
    primary key (user_id, field, word)
  );

  create table inlay.drafts (
    id text primary key,
    user_id text not null,
    attachments jsonb not null,
    created_at timestamptz not null default now()
  );

  create table inlay.limits (key varchar(255) primary key, points integer not null default 0, expire bigint);

  create table inlay.secrets (name text primary key, value text not null);
  `,
  `
  alter table inlay.edits add column status_open boolean not null default false;
  alter table inlay.edits add column told boolean not null default false;
  update inlay.edits set status_open = finished_at is null and place ->> 'statusId' is not null;
  update inlay.edits set told = true where finished_at is not null;
  create index on inlay.edits (created_at)
    where finished_at is not null and (status_open or (state <> 'cancelled' and not told));
  `,
  `
  create index on inlay.edits (parent_id) where parent_id is not null;
  create index on inlay.edits (finished_at);
  create table inlay.artifacts (
    artifact text not null,
    edit_id text not null references inlay.edits on delete cascade,
    primary key (artifact, edit_id)
  );
  create index on inlay.artifacts (edit_id);
  insert into inlay.artifacts (artifact, edit_id)
    select source, id from inlay.edits
    union
    select (regexp_matches(result::text, '"(a-[0-9a-f-]{36})"', 'g'))[1], id from inlay.edits where result is not null;
  `,
  // What went on from an edit that is gone says so by naming one that is not there: to write that into each
  // would take most of the time of `/forget-me`.
  `
  alter table inlay.edits drop constraint edits_parent_id_fkey;
  drop index inlay.edits_parent_id_idx;
  `,
];
