import { rigOn } from './rig.ts';

rigOn('embedded');
