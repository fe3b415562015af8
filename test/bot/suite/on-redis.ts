import { rigOn } from './rig.ts';

rigOn('redis');
