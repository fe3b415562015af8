// Of the tests on the embedded store, those in which the queue takes part: what an edit goes through,
// waiting, cancelling and faults. Words, buttons and destinations are the same code on either backend.
import './suite/on-redis.ts';
import './suite/course.ts';
import './suite/on-the-way.ts';
import './suite/faults.ts';
