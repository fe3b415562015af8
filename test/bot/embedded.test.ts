// The first line says which store; the others bring the tests.
import './suite/on-embedded.ts';
import './suite/course.ts';
import './suite/commands.ts';
import './suite/buttons.ts';
import './suite/on-the-way.ts';
import './suite/destinations.ts';
import './suite/limits.ts';
import './suite/faults.ts';
