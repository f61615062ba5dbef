import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { EncoderForm } from '../../../engine/core/encoder-form.ts';
import { ScenarioError } from '../../../engine/core/errors.ts';
import { checkEncoders } from '../../../engine/sampler/check-encoders.ts';
import { telemetrySchema } from '../../../engine/schema/telemetry-schema.ts';
import { layoutOf } from '../../../engine/sequences/generation-layout.ts';

describe('checkEncoders', () => {
  it('should accept forms that fit their columns', () => {
    check({ 'flows.tos': 'category', 'flows.src_bytes': 'exact', 'flows.label': 'text' });
  });

  it('should name a column that is not there', () => {
    expect(() => check({ 'flows.size': 'exact' }))
      .to.throw(ScenarioError, /flows\.size.*src_bytes/)
      .with.property('details')
      .that.deep.equals({ column: 'flows.size' });
    expect(() => check({ 'flow.tos': 'exact' })).to.throw(ScenarioError, /flow\.tos.*flows/);
  });

  it('should name a column whose kind is never coded so', () => {
    expect(() => check({ 'flows.src_ip': 'category' })).to.throw(ScenarioError, /flows\.src_ip/);
  });
});

function check(encoders: Readonly<Record<string, EncoderForm>>): void {
  checkEncoders(layoutOf(telemetrySchema({ events: false, flows: true })), encoders);
}
