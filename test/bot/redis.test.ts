// The same tests on either store: the first line says which, the others bring the tests.
import './suite/on-redis.ts';
import './suite/commands.ts';
import './suite/buttons.ts';
import './suite/places.ts';
import './suite/limits.ts';
import './suite/faults.ts';
