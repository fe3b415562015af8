import { en, type Texts } from './en.ts';
export const ko: Texts = en;
