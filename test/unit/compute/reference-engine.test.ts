import { itBehavesLikeABackend } from '../../support/backend-battery.ts';
import { referenceEngine } from '../../support/reference-engine.ts';

itBehavesLikeABackend('reference', () => referenceEngine, { tolerance: 0, emptyBatches: true });
