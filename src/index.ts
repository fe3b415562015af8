export { UserError, type UserErrorCode } from './errors.ts';
export { type EditResult, edit } from './pipeline/edit.ts';
export { encodeGreyPng, encodePng } from './pipeline/image/encode.ts';
export { NotFoundError } from './pipeline/localise/index.ts';
export { type LoadOptions, loadPack } from './pipeline/models/load-pack.ts';
export type { Pack } from './pipeline/models/pack.ts';
export type { EditOptions, EditRequest } from './pipeline/options.ts';
export type { EditEvent, EditHooks } from './pipeline/progress/events.ts';
