import { ButtonStyle, ComponentType } from 'discord.js';
import { expect, test } from 'vitest';
import { png } from '../support/discord.ts';
import { picture, playing } from '../support/discord-bot.ts';

const button = (customId: string, label: string) => ({
  type: ComponentType.ActionRow,
  components: [{ type: ComponentType.Button, customId, label, style: ButtonStyle.Primary }],
});

test('A button updates its message, also when everybody else presses it.', async () => {
  const { discord } = await playing(async interaction => {
    if (interaction.isMessageContextMenuCommand()) {
      await interaction.reply({ content: '0', components: [button('more', 'More')] });
    } else if (interaction.isButton()) {
      await interaction.update(`${interaction.user.displayName} ${interaction.customId}`);
    }
  });
  const said = await discord.ada.say('Look');
  const reply = await discord.ada.contextMenu('Edit this', said);
  const pressed = await discord.bruno.press(reply.message(), 'More');
  expect(pressed.kind).toBe('update');
  expect(discord.message(reply.message().id).content).toBe('Bruno more');
  expect(discord.history(reply.message().id).map(({ content }) => content)).toEqual(['0', 'Bruno more']);
  await expect(discord.ada.press(reply.message(), 'Less')).rejects.toThrow('only: More');
});

test('A menu gives its values, and only as many as it allows.', async () => {
  const { discord } = await playing(async interaction => {
    if (interaction.isMessageContextMenuCommand()) {
      const options = [1, 2, 3].map(n => ({ label: `Guidance ${n}`, value: String(n) }));
      await interaction.reply({
        components: [
          {
            type: ComponentType.ActionRow,
            components: [{ type: ComponentType.StringSelect, customId: 'pick', options, maxValues: 2 }],
          },
        ],
        content: 'Choose',
      });
    } else if (interaction.isStringSelectMenu()) {
      await interaction.deferUpdate();
      await interaction.editReply(interaction.values.join('+'));
    }
  });
  const menu = (await discord.ada.contextMenu('Edit this', await discord.ada.say('Look'))).message();
  await expect(discord.ada.select(menu, ['1', '2', '3'])).rejects.toThrow('between 1 and 2');
  await expect(discord.ada.select(menu, ['7'])).rejects.toThrow('no choice 7');
  await discord.ada.select(menu, ['1', '3']);
  await discord.waitFor('1+3');
});

test('A modal with labels takes text, choices and files, and its submission can answer anew.', async () => {
  const { discord, errors } = await playing(async interaction => {
    if (interaction.isMessageContextMenuCommand()) {
      await interaction.showModal({
        customId: 'words',
        title: 'Edit',
        components: [
          {
            type: ComponentType.Label,
            label: 'From',
            component: { type: ComponentType.TextInput, customId: 'from', style: 1, value: 'horse' },
          },
          {
            type: ComponentType.Label,
            label: 'Which',
            component: {
              type: ComponentType.StringSelect,
              customId: 'which',
              options: [
                { label: 'first', value: '0', default: true },
                { label: 'second', value: '1' },
              ],
            },
          },
          {
            type: ComponentType.Label,
            label: 'Another picture',
            component: { type: ComponentType.FileUpload, customId: 'file', required: false },
          },
        ],
      } as never);
    } else if (interaction.isModalSubmit()) {
      const { fields } = interaction;
      const files = fields.getUploadedFiles('file', false);
      await interaction.reply(
        `${fields.getTextInputValue('from')} ${fields.getStringSelectValues('which')} ${files?.map(({ name }) => name)}`,
      );
    }
  });
  const said = await discord.ada.say('Look');
  const first = await discord.ada.contextMenu('Edit this', said);
  const kept = await discord.ada.submit(first.modal(), {});
  expect(kept.message().content).toBe('horse 0 undefined');
  const second = await discord.ada.contextMenu('Edit this', said);
  const filled = await discord.ada.submit(second.modal(), {
    from: 'cow',
    which: '1',
    file: [png(await picture())],
  });
  expect(filled.message().content).toBe('cow 1 picture.png');
  await expect(discord.ada.submit(second.modal(), { from: '' })).rejects.toThrow('required field is empty');
  expect(errors).toEqual([]);
});
